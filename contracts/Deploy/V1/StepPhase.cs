using System.Text.Json.Serialization;

namespace Platform.Contracts.Deploy.V1;

/// <summary>The phases of a workflow step (application-model.md).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StepPhase>))]
public enum StepPhase
{
    Pending,
    Running,
    Suspending,
    Succeeded,
    Failed,
    Skipped,
}
