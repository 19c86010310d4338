using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// With messages in memory, what was under way when the process ended is lost: at start every running rollout is told to look after
/// itself at once, instead of when its watchdog wakes. A broker keeps messages, so nothing is done there. Rollouts of this process's own
/// are left alone: one whose submission is still writing would be taken for broken off.
/// </summary>
internal sealed class RolloutRecovery(IDocuments<RolloutDocument> rollouts, IBusControl bus, PlatformOptions options, TimeProvider clock) : BackgroundService
{
    private readonly DateTimeOffset started = clock.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Broker is not null)
            return;
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        await foreach (var rollout in rollouts.FindAllAsync(Find<RolloutDocument>.All.WhereIn(known => known.CurrentState, RolloutActivities.Active), stoppingToken))
        {
            if (rollout.CreatedAt < started)
                await bus.Publish(new CheckRollout { Rollout = rollout.CorrelationId, Restarted = true }, stoppingToken);
        }
    }
}
