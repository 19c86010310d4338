using System.Text.Json.Serialization;
using Platform.Contracts;

namespace Platform.Build.Tasks;

/// <summary>Where a build task stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<BuildPhase>))]
internal enum BuildPhase
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker has it, for as long as its lease holds.</summary>
    Running,

    Succeeded,

    Failed,

    Cancelled,
}
