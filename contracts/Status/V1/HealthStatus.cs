using System.Text.Json.Serialization;

namespace Platform.Contracts.Status.V1;

/// <summary>Health of a live object, worst last (health.md); the names are Argo CD's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    Healthy,
    Suspended,
    Progressing,
    Missing,
    Degraded,
    Unknown,
}
