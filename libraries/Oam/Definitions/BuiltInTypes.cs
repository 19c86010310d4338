using Platform.Oam.Components;
using Platform.Oam.Components.Helm;
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
        RawObject.Definition,
        HelmComponent.Helm,
        HelmComponent.HelmChart,
        Kustomization.Definition,
        Configuration.Config,
        Configuration.ConfigMap,
        ReferencedObjects.Definition,

        Scaler.Definition,
        EnvTrait.Definition,
        Labels.Definition,
        Annotations.Definition,
        Gateway.Definition,
        PureIngress.Definition,
        Expose.Definition,
        CpuScaler.Definition,
        Hpa.Definition,
        Resource.Definition,
        Sidecar.Definition,
        InitContainer.Definition,
        Storage.Definition,
        ServiceBinding.Definition,
        ServiceAccount.Definition,
        Affinity.Definition,
        TopologySpreadConstraints.Definition,
        HostAlias.Definition,
        Lifecycle.Definition,
        StartupProbe.Definition,
        SecurityContext.Definition,
        PodSecurityContext.Definition,
        Command.Definition,
        ContainerImage.Definition,
        ContainerPorts.Definition,
        UpdateStrategy.Definition,
        JsonPatch.Definition,
        JsonMergePatch.Definition,

        TopologyPolicy.Definition,
        OverridePolicy.Definition,
        GarbageCollectPolicy.Definition,
        ApplyOncePolicy.Definition,
        TakeOverPolicy.Definition,
        ReadOnlyPolicy.Definition,
        SharedResourcePolicy.Definition,
        ResourceUpdatePolicy.Definition,
        ReplicationPolicy.Definition,

        DeployStepType.Definition,
        ApplyComponentStepType.Definition,
        SuspendStepType.Definition,
        StepGroupStepType.Definition,
        ApplyObjectStepType.Definition,
        ReadObjectStepType.Definition,
        ApplyDeploymentStepType.Definition,
        DependsOnAppStepType.Definition,
        PrintMessageStepType.Definition,
        CollectServiceEndpointsStepType.Definition,
        ExportDataStepType.Definition,
        ExportConfigStepType.Definition,
        ExportSecretStepType.Definition,
        NotificationStepType.Definition,
        WebhookStepType.Definition,
        RequestStepType.Definition,
    ];
}
