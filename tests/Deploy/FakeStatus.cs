using System.Collections.Concurrent;
using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;

namespace Platform.Deploy.Tests;

/// <summary>Status's part: sees what is applied, and says how it is. Healthy at once, unless a test says otherwise.</summary>
internal sealed class FakeStatus
{
    private long sequence;

    /// <summary>Health and message of a component on a cluster (application, cluster, component); null = it is not seen yet.</summary>
    public Func<string, string, string, (HealthStatus Health, string? Message)?> Sees { get; set; } = (_, _, _) => (HealthStatus.Healthy, null);

    public ConcurrentDictionary<string, ClusterApplied> Last { get; } = new();

    /// <summary>The inventory of a revision at <c>application/cluster</c>, when it has heard of it: a part may wait for its health before that.</summary>
    public async Task<ClusterApplied> AppliedAsync(string place, long revision = 1)
    {
        await Wait.UntilAsync($"revision {revision} of {place} to be heard of", () => Last.TryGetValue(place, out var applied) && applied.Revision >= revision);
        return Last[place];
    }

    /// <summary>What it says of an inventory it heard of.</summary>
    public ClusterHealthObserved? Observe(ClusterApplied applied)
    {
        var components = new List<ComponentHealth>();
        foreach (var name in applied.Inventory.Select(item => item.Component).Distinct())
        {
            if (Sees(applied.Application, applied.Cluster, name) is not { } seen)
                return null;
            components.Add(new() { Component = name, Health = seen.Health, Message = seen.Message, Images = ["seen"] });
        }

        return new()
        {
            Namespace = applied.Namespace,
            Application = applied.Application,
            Revision = applied.Revision,
            Cluster = applied.Cluster,
            Health = components.Select(component => component.Health).DefaultIfEmpty().Max(),
            Components = components,
            AppliedVersionsSeen = true,
            AppliedSequence = applied.Sequence,
            ObservedAt = TimeProvider.System.GetUtcNow(),
            Sequence = Interlocked.Increment(ref sequence),
        };
    }
}

/// <summary>Hears what is applied.</summary>
internal sealed class FakeStatusConsumer(FakeStatus status) : IConsumer<ClusterApplied>
{
    public async Task Consume(ConsumeContext<ClusterApplied> context)
    {
        status.Last[$"{context.Message.Application}/{context.Message.Cluster}"] = context.Message;
        if (status.Observe(context.Message) is { } observed)
            await context.Publish(observed);
    }
}
