using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Storage;

namespace Platform.Deploy.Tests;

/// <summary>Many applications for the same cluster.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task Parts_that_wait_for_a_slot_of_their_cluster_do_not_go_through_the_store()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:WorkersPerCluster", "2"));
        var (_, goOn) = Hold(host, "east-1");
        var rollouts = await SubmitAsync(host, 50, "east");
        await Wait.UntilAsync("all others to wait in memory", () => Pool(host).Waiting == 48);

        var parts = await PartsAsync(host);
        parts.Count.ShouldBe(50);
        parts.Where(part => part.Phase == ClusterPhase.Pending).ShouldAllBe(part => part.DueAt == null && part.Message == null);

        goOn.SetResult();
        foreach (var rollout in rollouts)
            await host.PhaseAsync(rollout, "succeeded");
        Pool(host).Waiting.ShouldBe(0);
        await Wait.UntilAsync("all to be told", () => host.Heard.Of<ClusterApplied>().Count >= 50);
        host.Heard.Of<ClusterApplied>().Select(applied => applied.Application).ShouldBeUnique();
    }

    [Fact]
    public async Task A_hanging_cluster_with_more_parts_than_may_wait_delays_no_other()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"], ("Deploy:TakenAtOnce", "16"), ("Deploy:Workers", "4"));
        var (_, goOn) = Hold(host, "east-1");
        var hanging = await SubmitAsync(host, 40, "east");
        await Wait.UntilAsync("all that is taken to wait for the cluster", () => Pool(host).Waiting == 8);

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(region: "west")), "succeeded");

        Pool(host).Waiting.ShouldBeLessThanOrEqualTo(8, "no more waits than there is room left");
        goOn.SetResult();
        await host.PhaseAsync(hanging[0], "succeeded");
    }

    [Fact]
    public async Task What_waited_in_a_process_that_ended_goes_on_in_the_next()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:WorkersPerCluster", "1"));
        var (begun, goOn) = Hold(host, "east-1");
        var rollouts = await SubmitAsync(host, 10, "east");
        await begun;
        await Wait.UntilAsync("the others to wait", () => Pool(host).Waiting == 9);

        await host.RestartAsync();

        goOn.SetResult();
        foreach (var rollout in rollouts)
            await host.PhaseAsync(rollout, "succeeded");
    }

    private static WorkerPool Pool(DeployHost host) => host.Service.Services.GetRequiredService<WorkerPool>();

    /// <summary>No Deployment is written until it is told to go on.</summary>
    private static (Task Begun, TaskCompletionSource GoOn) Hold(DeployHost host, string cluster)
    {
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        host[cluster].Before = async (_, path) =>
        {
            if (!path.EndsWith("/deployments/web", StringComparison.Ordinal))
                return null;
            begun.TrySetResult();
            await goOn.Task;
            return null;
        };
        return (begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), goOn);
    }

    private static async Task<List<string>> SubmitAsync(DeployHost host, int count, string region)
    {
        var rollouts = new List<string>();
        for (var number = 0; number < count; number++)
            rollouts.Add(await host.RollOutAsync(Yaml.Web($"crowd-{number}", region: region)));
        return rollouts;
    }

    private static async Task<List<ClusterRolloutDocument>> PartsAsync(DeployHost host)
    {
        var parts = new List<ClusterRolloutDocument>();
        await foreach (var part in host.Service.Documents<ClusterRolloutDocument>().FindAllAsync(Find<ClusterRolloutDocument>.All, TestContext.Current.CancellationToken))
            parts.Add(part);
        return parts;
    }
}
