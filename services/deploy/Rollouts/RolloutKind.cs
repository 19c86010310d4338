using System.Text.Json.Serialization;
using Platform.Contracts;

namespace Platform.Deploy.Rollouts;

/// <summary>What a rollout is for.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RolloutKind>))]
internal enum RolloutKind
{
    /// <summary>Bring a revision to its clusters.</summary>
    Apply,

    /// <summary>Remove an application from all of them.</summary>
    Remove,
}
