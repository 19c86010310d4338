using System.Text.Json.Serialization;

namespace Platform.Contracts.Deploy.V1;

/// <summary>What came of a step's task.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TaskOutcome>))]
public enum TaskOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>What it waits for isn't there yet: it is asked again.</summary>
    NotYet,

    /// <summary>It did not work, and may the next time.</summary>
    Failed,

    /// <summary>It did not work, and never will.</summary>
    Refused,
}
