using Platform.Contracts.Deploy.V1;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Resources;

/// <summary>Builds the tree component → object → children of an application's part on a cluster. Pure.</summary>
internal static class TreeBuilding
{
    /// <summary>More children than this of one object are of no use to a reader.</summary>
    private const int MostChildren = 200;

    public static IReadOnlyList<TreeComponent> Build(InventoryDocument inventory, LiveStore live) =>
        [.. inventory.Objects.GroupBy(o => o.Component).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(c => new TreeComponent(c.Key, [.. c.Select(o => Object(o, live))]))];

    private static TreeObject Object(AppliedObject applied, LiveStore live) =>
        live.Find(LiveId.Of(applied)) is { } entry
            ? Object(entry, live, 4)
            : new()
            {
                ApiVersion = applied.ApiVersion,
                Kind = applied.Kind,
                Namespace = applied.Namespace,
                Name = applied.Name,
                Health = nameof(HealthStatus.Missing),
            };

    private static TreeObject Object(LiveEntry entry, LiveStore live, int depth) => new()
    {
        ApiVersion = entry.ApiVersion,
        Kind = entry.Id.Kind,
        Namespace = entry.Id.Namespace,
        Name = entry.Id.Name,
        Health = entry.Health.Status?.ToString() ?? "none",
        Message = entry.Health.Message,
        Images = entry.Images,
        CreatedAt = entry.CreatedAt,
        Restarts = entry.Restarts,
        Drift = entry.Drift?.Fields ?? [],
        ChangedBy = entry.Drift?.ChangedBy ?? [],
        Children = depth == 0 ? [] : [.. live.ChildrenOf(entry.Uid).OrderBy(c => c.Id.Name, StringComparer.Ordinal).Take(MostChildren).Select(c => Object(c, live, depth - 1))],
    };
}
