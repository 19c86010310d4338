using Platform.Contracts.Deploy.V1;
using Platform.Status.Inventories;
using Platform.Status.Observing;

namespace Platform.Status.Watching;

/// <summary>Health of an application's part on a cluster, from its inventory and what is live. Pure.</summary>
internal static class Judging
{
    private const int PodsNamed = 2;

    /// <summary>Null while something has not been looked at yet.</summary>
    public static Observation? Judge(InventoryDocument inventory, LiveStore live, DateTimeOffset now)
    {
        var judged = new List<(AppliedObject Applied, LiveEntry? Entry, HealthStatus Health, string? Words)>(inventory.Objects.Count);
        foreach (var applied in inventory.Objects)
        {
            var id = LiveId.Of(applied);
            var entry = live.Find(id);
            if (entry is null && !live.StatesFor(id).Any(s => s.Known))
                return null;
            var (health, words) = entry is null ? Absent(id, live) : Present(entry, live);
            judged.Add((applied, entry, health, words));
        }
        return new()
        {
            Revision = inventory.Revision,
            AppliedSequence = inventory.Sequence,
            Health = judged.Count == 0 ? HealthStatus.Healthy : judged.Max(j => j.Health),
            Components = [.. judged.GroupBy(j => j.Applied.Component).OrderBy(g => g.Key, StringComparer.Ordinal).Select(c =>
            {
                var worst = c.MaxBy(j => j.Health);
                return new ComponentHealth
                {
                    Component = c.Key,
                    Health = worst.Health,
                    Message = worst.Health == HealthStatus.Healthy ? null : worst.Words,
                    Images = [.. c.SelectMany(j => j.Entry?.Images ?? []).Distinct()],
                };
            })],
            AppliedVersionsSeen = judged.All(j => j.Entry is not null && Seen(j.Entry, j.Applied)),
            ObservedAt = now,
        };
    }

    /// <summary>A cluster that does not answer: nothing is known, and when it was known last.</summary>
    public static Observation Unreachable(InventoryDocument inventory, DateTimeOffset lastSeen, string reason) => new()
    {
        Revision = inventory.Revision,
        AppliedSequence = inventory.Sequence,
        Health = HealthStatus.Unknown,
        Components = [.. inventory.Objects.Select(o => o.Component).Distinct().Order(StringComparer.Ordinal).Select(c => new ComponentHealth
        {
            Component = c,
            Health = HealthStatus.Unknown,
            Message = reason,
        })],
        AppliedVersionsSeen = false,
        ObservedAt = lastSeen,
    };

    /// <summary>Seen at or after the version applied. A different uid is another object under the same name.</summary>
    internal static bool Seen(LiveEntry entry, AppliedObject applied) =>
        entry.Uid == applied.Uid && entry.Generation >= applied.Generation && Versions.AtLeast(entry.ResourceVersion, applied.ResourceVersion);

    private static (HealthStatus Health, string? Words) Absent(LiveId id, LiveStore live)
    {
        var states = live.StatesFor(id).ToList();
        if (!states.Exists(s => s.Synced) && states.Find(s => s.Refused is not null) is { } refused)
            return (HealthStatus.Unknown, $"{id.Kind} {id.Name} can't be looked at: {refused.Refused}");
        return states.Exists(s => s.Synced)
            ? (HealthStatus.Missing, $"{id.Kind} {id.Name} is not on the cluster")
            : (HealthStatus.Missing, $"{id.Kind} {id.Name}: the cluster does not know this kind");
    }

    private static (HealthStatus Health, string? Words) Present(LiveEntry entry, LiveStore live)
    {
        if (entry.Health.Status is not { } health || health == HealthStatus.Healthy)
            return (HealthStatus.Healthy, null);
        var words = $"{entry.Id.Kind} {entry.Id.Name}: {entry.Health.Message ?? health.ToString()}";
        var pods = live.DescendantsOf(entry.Uid)
            .Where(c => c.Id.Kind == "Pod" && !c.Deleting && c.Health.Status is HealthStatus.Degraded or HealthStatus.Progressing && c.Health.Message is not null)
            .OrderByDescending(c => c.Health.Status).ThenBy(c => c.Id.Name, StringComparer.Ordinal).ToList();
        foreach (var pod in pods.Take(PodsNamed))
            words += $"; pod {pod.Id.Name}: {pod.Health.Message}";
        return (health, pods.Count > PodsNamed ? $"{words}; and {pods.Count - PodsNamed} more pods" : words);
    }
}
