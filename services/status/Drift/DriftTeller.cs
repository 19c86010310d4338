using Platform.Contracts.Deploy.V1;
using Platform.Status.Applications;
using Platform.Status.Inventories;
using Platform.Status.Observing;
using Platform.Status.Watching;

namespace Platform.Status.Drift;

/// <summary>
/// Announces drift, once each time something drifts, across restarts too. A moment is given to what a rollout under way may explain: what
/// nobody has now (a field taken away, an object gone) counts only when no rollout is at work.
/// </summary>
internal sealed class DriftTeller(
    IOutbox<ObservationDocument> observations, IOutbox<ApplicationDocument> applications, StatusOptions options, TimeProvider clock)
{
    /// <summary>Answers what is to be remembered until the next time, and whether that is soon.</summary>
    public async Task<(DriftMemory? Memory, bool Again)> TellAsync(InventoryDocument inventory, LiveStore live, DriftMemory? before, CancellationToken ct)
    {
        var found = DriftFinding.Of(inventory, live);
        if (found.Count == 0 && before is null)
            return (null, false); // Most of the time, of most.
        var state = before ?? new();
        var marks = found.ToDictionary(f => KeyOf(f.Applied), f => $"{inventory.Sequence}/{f.Drift.Mark}/{string.Join(',', f.Drift.Fields)}", StringComparer.Ordinal);
        var now = clock.GetTimestamp();
        state.Since = marks.Where(m => state.Told.GetValueOrDefault(m.Key) != m.Value)
            .ToDictionary(m => m.Key, m => state.Since.TryGetValue(m.Key, out var s) && s.Mark == m.Value ? s : (m.Value, now), StringComparer.Ordinal);
        var due = state.Since.Where(s => clock.GetElapsedTime(s.Value.At) >= options.DriftPause).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        var news = found.Where(f => due.Contains(KeyOf(f.Applied))).ToList();
        if (news.Exists(f => !f.Drift.Owned) && await IsRollingOutAsync(inventory, ct))
            foreach (var (applied, _) in news.Where(f => !f.Drift.Owned).ToList())
            {
                state.Since[KeyOf(applied)] = (marks[KeyOf(applied)], now); // Asked again after another pause.
                news.RemoveAll(f => f.Applied == applied);
            }
        var past = state.Told.Keys.Where(k => !marks.ContainsKey(k)).ToList();
        if (news.Count > 0 || past.Count > 0)
            state.Told = await SaveAsync(inventory, news, past, marks, ct);
        return (state, state.Since.Keys.Any(k => state.Told.GetValueOrDefault(k) != marks[k]));
    }

    private async Task<bool> IsRollingOutAsync(InventoryDocument inventory, CancellationToken ct) =>
        await applications.Documents.GetAsync(inventory.Owner, ct) is { } application
        && (application.Removing || application.Workflow is ApplicationPhase.Starting or ApplicationPhase.Rendering or ApplicationPhase.RunningWorkflow);

    private async Task<Dictionary<string, string>> SaveAsync(
        InventoryDocument inventory, List<(AppliedObject Applied, ObjectDrift Drift)> news, List<string> past, Dictionary<string, string> marks, CancellationToken ct)
    {
        var saved = await observations.UpdateAsync(inventory.Id, document =>
        {
            past.ForEach(k => document.Drifts.Remove(k));
            foreach (var (applied, drift) in news)
                if (document.Drifts.GetValueOrDefault(KeyOf(applied)) != marks[KeyOf(applied)])
                {
                    document.Drifts[KeyOf(applied)] = marks[KeyOf(applied)];
                    document.Publish(News(inventory, applied, drift));
                }
            return true;
        }, ct: ct);
        StatusMetrics.Drifts.Add(news.Count);
        return saved?.Drifts ?? []; // Not there before the first observation: it comes again.
    }

    private ResourceDrifted News(InventoryDocument inventory, AppliedObject applied, ObjectDrift drift) => new()
    {
        Namespace = inventory.Namespace,
        Application = inventory.Application,
        Cluster = inventory.Cluster,
        Revision = inventory.Revision,
        AppliedSequence = inventory.Sequence,
        Component = applied.Component,
        Resource = new() { ApiVersion = applied.ApiVersion, Kind = applied.Kind, Namespace = applied.Namespace, Name = applied.Name },
        Gone = drift.Gone,
        Fields = drift.Fields,
        ChangedBy = drift.ChangedBy,
        SeenAt = clock.GetUtcNow(),
    };

    private static string KeyOf(AppliedObject applied) => $"{LiveId.GroupOf(applied.ApiVersion)}/{applied.Kind}/{applied.Namespace}/{applied.Name}";
}
