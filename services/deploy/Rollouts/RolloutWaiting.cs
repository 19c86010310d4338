using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary><c>?wait=30s</c>: holds an answer until a rollout has ended, or waits for somebody.</summary>
internal sealed class RolloutWaiting(IDocuments<RolloutDocument> rollouts)
{
    public Task ForEndAsync(WaitQuery wait, Guid rollout, CancellationToken ct) => wait.Time > TimeSpan.Zero
        ? wait.ForAsync(async () => await rollouts.GetAsync(rollout.ToString(), ct) is not { Ended: false }, ct)
        : Task.CompletedTask;

    /// <summary>Until the saga has done what it was asked for, so that the answer shows it; a moment at most.</summary>
    public Task ForAnswerAsync(Guid rollout, CancellationToken ct) => Waiting.ForAsync(
        TimeSpan.FromSeconds(2), async () => await rollouts.GetAsync(rollout.ToString(), ct) is not { Asked: not null }, ct);
}
