using System.Text.Json.Serialization;

namespace Platform.Contracts.Deploy.V1;

/// <summary>What is to be done for a step beside its work on clusters.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TaskStage>))]
public enum TaskStage
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Render what it applies: it needs values that came only now.</summary>
    Plan,

    /// <summary>What its type does.</summary>
    Do,

    /// <summary>Read the values it gives to others.</summary>
    Collect,
}
