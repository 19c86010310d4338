using Platform.Status.Inventories;

namespace Platform.Status.Watching;

/// <summary>Which watches the inventories of a cluster need.</summary>
internal static class Scopes
{
    /// <summary>What controllers make of a kind we apply.</summary>
    private static readonly Dictionary<string, (string ApiVersion, string Kind)[]> Children = new(StringComparer.Ordinal)
    {
        ["Deployment"] = [("apps/v1", "ReplicaSet"), ("v1", "Pod")],
        ["ReplicaSet"] = [("v1", "Pod")],
        ["StatefulSet"] = [("v1", "Pod")],
        ["DaemonSet"] = [("v1", "Pod")],
        ["Job"] = [("v1", "Pod")],
        ["CronJob"] = [("batch/v1", "Job"), ("v1", "Pod")],
    };

    /// <summary><paramref name="onlyByNamespace"/>: kinds we may not watch in all namespaces at once.</summary>
    public static HashSet<Scope> Of(IEnumerable<InventoryDocument> inventories, IReadOnlySet<(string Group, string Kind)> onlyByNamespace)
    {
        var versions = new Dictionary<(string Group, string Kind, bool Children), string>();
        var scopes = new HashSet<Scope>();
        foreach (var applied in inventories.SelectMany(i => i.Objects))
        {
            Add(applied.ApiVersion, applied.Kind, applied.Namespace, false);
            if (applied.Namespace is { } ns && Children.TryGetValue(applied.Kind, out var children))
                foreach (var (apiVersion, kind) in children)
                    Add(apiVersion, kind, ns, true);
        }
        return scopes;

        // One version per kind: the first named; an API server gives every object in each.
        void Add(string apiVersion, string kind, string? ns, bool children)
        {
            var key = (LiveId.GroupOf(apiVersion), kind, children);
            if (!versions.TryGetValue(key, out var version))
                versions[key] = version = apiVersion;
            scopes.Add(new(version, kind, onlyByNamespace.Contains((key.Item1, kind)) ? ns : null, children));
        }
    }
}
