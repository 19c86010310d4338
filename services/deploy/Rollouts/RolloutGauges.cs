using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Clusters;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>Looks now and then how many rollouts are under way and how old they are, and which clusters are left alone, for the metrics.</summary>
internal sealed partial class RolloutGauges(
    IDocuments<RolloutDocument> rollouts, IDocuments<ReachabilityDocument> clusters, TimeProvider clock, ILogger<RolloutGauges> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private static readonly RolloutPhase[] UnderWay = [RolloutPhase.Pending, RolloutPhase.Planning, RolloutPhase.Running, RolloutPhase.Suspended, RolloutPhase.RollingBack];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
        }
    }

    internal async Task LookAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var phase in UnderWay)
        {
            var (count, oldest) = (0L, now);
            await foreach (var rollout in rollouts.FindAllAsync(Find<RolloutDocument>.All.Where(known => known.CurrentState, phase.ToString()), ct))
            {
                count++;
                oldest = rollout.CreatedAt < oldest ? rollout.CreatedAt : oldest;
            }

            var tag = new KeyValuePair<string, object?>("phase", phase.ToString());
            DeployMetrics.Rollouts.Record(count, tag);
            DeployMetrics.OldestRollout.Record((now - oldest).TotalSeconds, tag);
        }

        var open = 0L;
        await foreach (var cluster in clusters.FindAllAsync(Find<ReachabilityDocument>.All, ct))
            open += cluster.BreakerUntil > now ? 1 : 0;
        DeployMetrics.Breakers.Record(open);
    }

    [LoggerMessage(LogLevel.Warning, "Counting rollouts for the metrics failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
