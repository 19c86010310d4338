using Platform.Oam.Components;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Applies one object.</summary>
internal static class ApplyObjectStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "apply-object",
        Description = "Applies one Kubernetes object to one cluster.",
        Parameters = Schema.Map()
            .Needs("value", KubernetesObjects.Object)
            .With("cluster", Values.Cluster),
    };
}
