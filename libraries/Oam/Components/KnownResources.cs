namespace Platform.Oam.Components;

/// <summary>Kubernetes' own resources by their names in URLs, singular or plural: what people write instead of apiVersion and kind.</summary>
internal static class KnownResources
{
    private static readonly (string ApiVersion, string[] Kinds)[] Groups =
    [
        ("v1", ["Pod", "Service", "ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim", "PersistentVolume", "Namespace", "Endpoints", "LimitRange", "ResourceQuota", "ReplicationController", "PodTemplate"]),
        ("apps/v1", ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"]),
        ("batch/v1", ["Job", "CronJob"]),
        ("networking.k8s.io/v1", ["Ingress", "IngressClass", "NetworkPolicy"]),
        ("autoscaling/v2", ["HorizontalPodAutoscaler"]),
        ("policy/v1", ["PodDisruptionBudget"]),
        ("rbac.authorization.k8s.io/v1", ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"]),
        ("storage.k8s.io/v1", ["StorageClass"]),
        ("scheduling.k8s.io/v1", ["PriorityClass"]),
        ("apiextensions.k8s.io/v1", ["CustomResourceDefinition"]),
    ];

    private static readonly Dictionary<string, (string ApiVersion, string Kind)> Names = Groups
        .SelectMany(group => group.Kinds.Select(kind => (group.ApiVersion, Kind: kind)))
        .SelectMany(known => new[] { known.Kind, Plural(known.Kind) }.Distinct().Select(name => (Name: name.ToLowerInvariant(), Known: known)))
        .ToDictionary(pair => pair.Name, pair => pair.Known, StringComparer.Ordinal);

    /// <summary>Null when it isn't one of them, or is of another group.</summary>
    public static (string ApiVersion, string Kind)? Find(string resource, string? group)
    {
        if (!Names.TryGetValue(resource.ToLowerInvariant(), out var known)) return null;
        return string.IsNullOrEmpty(group) || known.ApiVersion.StartsWith(group + "/", StringComparison.Ordinal) ? known : null;
    }

    private static string Plural(string kind) => kind switch
    {
        _ when kind.EndsWith("Class", StringComparison.Ordinal) || kind.EndsWith("Ingress", StringComparison.Ordinal) => kind + "es",
        _ when kind.EndsWith("Policy", StringComparison.Ordinal) => kind[..^1] + "ies",
        _ when kind.EndsWith('s') => kind,
        _ => kind + "s",
    };
}
