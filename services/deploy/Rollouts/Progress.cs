using System.Collections.Concurrent;
using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Messaging;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// Tells a rollout that parts of a step have ended, once for all that end at about the same time: it counts all parts anyhow, and a write
/// for each of a thousand clusters would be a thousand writes to one document. Whoever ends a part tells before it is done with its own
/// message, so that after a crash the message comes again and is told again; where none comes, the rollout's watchdog looks.
/// </summary>
internal sealed class Progress(IBus bus, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(15);
    private readonly ConcurrentDictionary<(Guid Rollout, string Step), Lazy<Task>> open = [];

    /// <summary>Done when the rollout has been told.</summary>
    public Task TellAsync(Guid rollout, string step)
    {
        FaultPoint.Hit("part.ended", $"{rollout}/{step}");
        return open.GetOrAdd((rollout, step), key => new(() => SoonAsync(key))).Value;
    }

    private async Task SoonAsync((Guid Rollout, string Step) key)
    {
        await Task.Delay(Moment, clock);
        // Whoever comes from here on ended later than what is counted now may see: it opens the next moment.
        open.TryRemove(key, out _);
        await bus.Publish(new RolloutProgressed { Rollout = key.Rollout, Step = key.Step });
    }
}
