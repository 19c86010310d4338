using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Messaging;

namespace Platform.Deploy.Rollouts;

/// <summary>Stores rollouts that are about to begin. They begin when the application that carries them is stored.</summary>
internal sealed class RolloutBeginnings(IOutbox<RolloutDocument> rollouts, DeployOptions options, TimeProvider clock)
{
    /// <summary>The next rollout of an application, or the same one that a broken-off submission left.</summary>
    public async Task<RolloutDocument> InsertAsync(
        string applicationKey, long newest, RolloutKind kind, long revision, List<RolloutStep> steps, string by, CancellationToken ct, bool waits = false)
    {
        for (var number = newest + 1; ; number++)
        {
            var rollout = New(applicationKey, number, kind, revision, steps, by);
            rollout.Waits = waits;
            if (await rollouts.InsertAsync(rollout, ct))
                return rollout;
            if (await rollouts.Documents.GetAsync(rollout.Id, ct) is { Phase: RolloutPhase.Pending } there && there.Kind == kind && there.Revision == revision && there.Late is null)
                return there;
        }
    }

    /// <summary>Somebody, or the policy, ended it without its revision being everywhere, and a retry can't help.</summary>
    public async Task<bool> WasGivenUpAsync(Guid rollout, CancellationToken ct) =>
        await rollouts.Documents.GetAsync(rollout.ToString(), ct) is { Phase: RolloutPhase.RolledBack or RolloutPhase.Cancelled };

    /// <summary>The next rollout of an application's revision, to some clusters that came late.</summary>
    public async Task<RolloutDocument> InsertLateAsync(
        ApplicationDocument application, List<RolloutStep> steps, List<string> clusters, Dictionary<string, string> values, string by, CancellationToken ct)
    {
        for (var number = application.RolloutNumber + 1; ; number++)
        {
            var rollout = New(application.Id, number, RolloutKind.Apply, application.Revision, steps, by);
            (rollout.Late, rollout.Values) = (clusters, values);
            if (await rollouts.InsertAsync(rollout, ct))
                return rollout;
            if (await rollouts.Documents.GetAsync(rollout.Id, ct) is { Phase: RolloutPhase.Pending, Late: { } known } there && known.SequenceEqual(clusters))
                return there;
        }
    }

    public async Task<bool> IsRunningAsync(Guid rollout, CancellationToken ct) =>
        await rollouts.Documents.GetAsync(rollout.ToString(), ct) is { Ended: false };

    private RolloutDocument New(string applicationKey, long number, RolloutKind kind, long revision, List<RolloutStep> steps, string by)
    {
        var slash = applicationKey.IndexOf('/', StringComparison.Ordinal);
        return new()
        {
            CorrelationId = RolloutDocument.IdOf(applicationKey, number),
            CurrentState = nameof(RolloutPhase.Pending),
            Namespace = applicationKey[..slash],
            Application = applicationKey[(slash + 1)..],
            ApplicationKey = applicationKey,
            Number = number,
            Revision = revision,
            Kind = kind,
            Steps = steps,
            StartedBy = by,
            CreatedAt = clock.GetUtcNow(),
            DueAt = clock.GetUtcNow() + options.SubmissionGrace,
        };
    }
}
