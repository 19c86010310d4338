using System.Text.Json.Serialization;

namespace Platform.Contracts.Deploy.V1;

/// <summary>The phases of a rollout (api.md).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RolloutPhase>))]
public enum RolloutPhase
{
    Pending,
    Planning,
    Running,
    Suspended,
    Succeeded,
    Failed,
    Cancelled,
    RollingBack,
    RolledBack,
    Superseded,
}
