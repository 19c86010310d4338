using System.Collections.Concurrent;
using MassTransit;
using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// Folds the news of parts that end at about the same time into one message to their rollout: it counts all parts anyhow, and a write for
/// each of a thousand clusters would be a thousand writes to one document. Each message is done only when the rollout has been told.
/// </summary>
internal sealed class PartEndedConsumer(Folding folding, IBus bus) : IConsumer<PartEnded>
{
    public Task Consume(ConsumeContext<PartEnded> context) => folding.RunAsync(
        (context.Message.Rollout, context.Message.Step),
        key => bus.Publish(new RolloutProgressed { Rollout = key.Rollout, Step = key.Step }));
}

/// <summary>Does once what several ask for within a moment; all of them wait for it.</summary>
internal sealed class Folding(TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(15);
    private readonly ConcurrentDictionary<(Guid Rollout, string Step), Lazy<Task>> open = [];

    public Task RunAsync((Guid Rollout, string Step) key, Func<(Guid Rollout, string Step), Task> act) =>
        open.GetOrAdd(key, _ => new(() => SoonAsync(key, act))).Value;

    private async Task SoonAsync((Guid Rollout, string Step) key, Func<(Guid Rollout, string Step), Task> act)
    {
        await Task.Delay(Moment, clock);
        // Whoever comes from here on ended later than what is counted now may see: it opens the next moment.
        open.TryRemove(key, out _);
        await act(key);
    }
}
