using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// With messages in memory, what was under way when the process ended is lost: at start every running rollout is told to look after
/// itself at once, instead of when its watchdog wakes. A broker keeps messages, so nothing is done there.
/// </summary>
internal sealed class RolloutRecovery(IDocuments<RolloutDocument> rollouts, IBusControl bus, PlatformOptions options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Broker is not null)
            return;
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        await foreach (var rollout in rollouts.FindAllAsync(Find<RolloutDocument>.All.WhereIn(known => known.CurrentState, RolloutActivities.Active), stoppingToken))
            await bus.Publish(new CheckRollout { Rollout = rollout.CorrelationId, Restarted = true }, stoppingToken);
    }
}
