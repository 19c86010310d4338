using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>
/// The order in which objects need each other: namespaces, CustomResourceDefinitions, storage and identity, configuration,
/// services, workloads, the rest. Stable within a rank; the reverse to delete.
/// </summary>
public static class ApplyOrder
{
    private static readonly string[][] Ranks =
    [
        ["Namespace"],
        ["CustomResourceDefinition"],
        ["PriorityClass", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "ResourceQuota", "LimitRange", "ServiceAccount",
            "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "PodSecurityPolicy", "NetworkPolicy"],
        ["Secret", "ConfigMap"],
        ["Service", "Endpoints", "EndpointSlice"],
        ["Pod", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"],
    ];

    private static readonly Dictionary<string, int> Known =
        Ranks.SelectMany((kinds, rank) => kinds.Select(kind => (kind, rank))).ToDictionary(p => p.kind, p => p.rank, StringComparer.Ordinal);

    /// <summary>How many ranks there are; those of one rank don't need each other.</summary>
    public static int Count => Ranks.Length + 1;

    /// <summary>0-based rank of a kind; kinds not known come last.</summary>
    public static int RankOf(string kind) => Known.GetValueOrDefault(kind, Ranks.Length);

    /// <summary>Manifests in the order to apply.</summary>
    public static IReadOnlyList<JsonObject> Sort(IEnumerable<JsonObject> objects) => Sort(objects, o => ObjectKey.Of(o).Kind);

    /// <summary>Anything that has a kind, in the order to apply.</summary>
    public static IReadOnlyList<T> Sort<T>(IEnumerable<T> objects, Func<T, string> kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return [.. objects.OrderBy(o => RankOf(kind(o)))];
    }

    /// <summary>Anything that has a kind, in the order to delete.</summary>
    public static IReadOnlyList<T> SortForDeletion<T>(IEnumerable<T> objects, Func<T, string> kind) => [.. Sort(objects, kind).Reverse()];
}
