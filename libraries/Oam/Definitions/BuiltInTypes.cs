using Platform.Oam.Components;
using Platform.Oam.Policies;
using Platform.Oam.Steps;
using Platform.Oam.Traits;

namespace Platform.Oam.Definitions;

/// <summary>The list of built-in types: a new type is a file of its own and a line here.</summary>
internal static class BuiltInTypes
{
    public static IReadOnlyList<Definition> All { get; } =
    [
        Webservice.Definition,
        Worker.Definition,
        TaskComponent.Definition,
        KubernetesObjects.Definition,
        StatefulSet.Definition,
        Daemon.Definition,
        CronTask.Definition,

        Scaler.Definition,
        EnvTrait.Definition,
        Labels.Definition,
        Annotations.Definition,
        Gateway.Definition,
        Expose.Definition,

        TopologyPolicy.Definition,
        OverridePolicy.Definition,

        DeployStepType.Definition,
        ApplyComponentStepType.Definition,
        SuspendStepType.Definition,
    ];
}
