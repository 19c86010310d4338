using System.Text.Json.Serialization;

namespace Platform.Contracts.Status.V1;

/// <summary>The phases of an application (application-model.md).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ApplicationPhase>))]
public enum ApplicationPhase
{
    Starting,
    Rendering,
    RunningWorkflow,
    WorkflowSuspending,
    WorkflowTerminated,
    WorkflowFailed,
    Running,
    Unhealthy,
    Deleting,
}
