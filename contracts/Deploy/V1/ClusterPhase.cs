using System.Text.Json.Serialization;

namespace Platform.Contracts.Deploy.V1;

/// <summary>The phases of a rollout on one cluster (api.md).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ClusterPhase>))]
public enum ClusterPhase
{
    Pending,
    Applying,
    Waiting,
    Healthy,
    Failed,
    Skipped,
    Parked,
    RolledBack,
}
