using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Applies a Deployment made of an image.</summary>
internal static class ApplyDeploymentStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "apply-deployment",
        Description = "Applies a Deployment, named after the step, and waits until its pods are ready.",
        Parameters = Schema.Map()
            .Needs("image", PodSchema.Image)
            .With("replicas", Schema.Whole("How many pods.", 0).Defaults(1))
            .With("cmd", PodSchema.Texts("Command of the container."))
            .With("cluster", Values.Cluster),
    };
}
