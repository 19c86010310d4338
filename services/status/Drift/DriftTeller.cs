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
    /// <summary>Null: looked at, and nothing was told.</summary>
    private readonly Dictionary<string, State?> _states = new(StringComparer.Ordinal);

    /// <summary>True: to be looked at again soon. One caller per inventory at a time.</summary>
    public async Task<bool> TellAsync(InventoryDocument inventory, LiveStore live, CancellationToken ct)
    {
        var found = DriftFinding.Of(inventory, live);
        var state = await StateOfAsync(inventory, found.Count > 0, ct);
        if (state is null)
            return false;
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
        return state.Since.Keys.Any(k => state.Told.GetValueOrDefault(k) != marks[k]);
    }

    public void Forget(string id)
    {
        lock (_states)
            _states.Remove(id);
    }

    private async Task<State?> StateOfAsync(InventoryDocument inventory, bool drifted, CancellationToken ct)
    {
        State? state;
        bool looked;
        lock (_states)
            looked = _states.TryGetValue(inventory.Id, out state);
        if (looked && (state is not null || !drifted))
            return state;
        var told = looked ? [] : (await observations.Documents.GetAsync(inventory.Id, ct))?.Drifts ?? [];
        state = drifted || told.Count > 0 ? new() { Told = told } : null; // Most of the time, of most: nothing is kept of them.
        lock (_states)
            _states[inventory.Id] = state;
        return state;
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

    private sealed class State
    {
        public Dictionary<string, string> Told { get; set; } = [];

        public Dictionary<string, (string Mark, long At)> Since { get; set; } = [];
    }
}
