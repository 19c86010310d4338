using System.Text.Json.Serialization;
using Platform.Contracts;

namespace Platform.Deploy.Rollouts;

/// <summary>What kind of work a step is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StepWork>))]
internal enum StepWork
{
    /// <summary>The pool applies something.</summary>
    Clusters,

    /// <summary>It waits for somebody, or for a while.</summary>
    Waiting,

    /// <summary>It is its members.</summary>
    Group,

    /// <summary>Something is asked, read or told.</summary>
    Task,
}
