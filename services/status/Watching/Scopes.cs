using Platform.Status.Inventories;

namespace Platform.Status.Watching;

/// <summary>Which watches the inventories of a cluster need.</summary>
internal static class Scopes
{
    /// <summary>In more namespaces than this, one watch for all of them costs less than one for each.</summary>
    private const int MostNamespaces = 20;

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

    public static bool HasChildren(string kind) => Children.ContainsKey(kind);

    /// <summary>
    /// <paramref name="onlyByNamespace"/>: kinds we may not watch in all namespaces at once. <paramref name="unlabelled"/>: the objects whose children don't
    /// carry the component's label.
    /// </summary>
    public static HashSet<Scope> Of(
        IEnumerable<InventoryDocument> inventories, IReadOnlySet<(string Group, string Kind)> onlyByNamespace, IReadOnlyCollection<Place> unlabelled)
    {
        var versions = new Dictionary<(string Group, string Kind, Selection), string>();
        var scopes = new HashSet<Scope>();
        foreach (var applied in inventories.SelectMany(i => i.Objects))
        {
            Add(applied.ApiVersion, applied.Kind, applied.Namespace, Selection.Applied, everywhere: true);
            if (applied.Namespace is { } ns)
                foreach (var (apiVersion, kind) in Children.GetValueOrDefault(applied.Kind, []))
                    Add(apiVersion, kind, ns, Selection.Labelled, everywhere: true);
        }
        var many = unlabelled.Select(p => p.Namespace).Distinct().Count() > MostNamespaces;
        foreach (var place in unlabelled)
            foreach (var (apiVersion, kind) in Children[place.Kind])
                Add(apiVersion, kind, place.Namespace, Selection.Unlabelled, everywhere: many);
        return scopes;

        // One version per kind: the first named; an API server gives every object in each.
        void Add(string apiVersion, string kind, string? ns, Selection selection, bool everywhere)
        {
            var key = (LiveId.GroupOf(apiVersion), kind, selection);
            if (!versions.TryGetValue(key, out var version))
                versions[key] = version = apiVersion;
            scopes.Add(new(version, kind, everywhere && !onlyByNamespace.Contains((key.Item1, kind)) ? null : ns, selection));
        }
    }

    /// <summary>
    /// Pods whose owners are told by another watch are read after them: read before, they would all belong to nobody and have to be read again.
    /// </summary>
    public static bool Waits(Scope scope, IEnumerable<Scope> wanted, LiveStore live) =>
        scope is { Selection: Selection.Unlabelled, Kind: "Pod" }
        && wanted.Any(s => s.Selection == Selection.Unlabelled && s.Kind != "Pod" && s.Namespace == scope.Namespace && !(live.Has(s) && live[s].Known));
}
