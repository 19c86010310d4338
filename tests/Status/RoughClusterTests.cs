namespace Platform.Status.Tests;

/// <summary>Clusters that keep breaking off: each costs itself alone, and nothing is told that is not so.</summary>
public sealed class RoughClusterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_storm_of_410_lists_anew_and_tells_nothing_that_did_not_change()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:UnreachableAfter=00:01:00");
        await status.RegisterAsync("east", cluster);
        await status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 1)), cluster.Put(Live.Deployment("cache", 1, label: "app")), cluster.Put(Live.ConfigMap("settings"))]);
        cluster.Put(Live.ReplicaSet("cache", "app"));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Health: HealthStatus.Healthy, AppliedVersionsSeen: true });
        var told = status.Heard.All<ClusterHealthObserved>().Count;

        for (var time = 0; time < 10; time++)
        {
            var listed = Lists(cluster);
            cluster.Compact();
            cluster.CutWatches();
            await UntilAsync(() => Lists(cluster) > listed);
        }
        status.Heard.All<ClusterHealthObserved>().Count.ShouldBe(told);
        status.Heard.All<ClusterUnreachable>().ShouldBeEmpty();

        cluster.Put(Live.Deployment("web", 0));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Progressing);
    }

    [Fact]
    public async Task A_flapping_cluster_costs_only_itself()
    {
        await using var east = await FakeCluster.StartAsync();
        await using var west = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        foreach (var (name, cluster) in new[] { ("east", east), ("west", west) })
        {
            await status.RegisterAsync(name, cluster);
            await status.AppliedAsync(name, [cluster.Put(Live.Deployment("web", 1))]);
        }
        await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s is { Health: HealthStatus.Healthy, Clusters.Count: 2 });
        var lists = Lists(west);

        for (var time = 1; time <= 6; time++)
        {
            await east.DownAsync();
            var (available, seen) = (time % 2 == 0 ? 1 : 0, status.Heard.All<ClusterHealthObserved>().Count);
            west.Put(Live.Deployment("web", available));
            // Though the other is away, and whether it was told so or not.
            await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Cluster == "west" && h.Health == (available == 1 ? HealthStatus.Healthy : HealthStatus.Progressing), skip: seen);
            await east.UpAsync();
        }

        Lists(west).ShouldBe(lists, "nothing of it had to be read again");
        status.Heard.All<ClusterHealthObserved>().ShouldNotContain(h => h.Cluster == "west" && h.Health == HealthStatus.Unknown);
        east.Put(Live.Deployment("web", 0));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Cluster: "east", Health: HealthStatus.Progressing });
        status.Heard.All<ClusterUnreachable>().ShouldAllBe(u => u.Cluster == "east");
    }

    /// <summary>Lists and watches that were asked for.</summary>
    private static int Lists(FakeCluster cluster) => cluster.Requests.Count(path => path.EndsWith("/deployments", StringComparison.Ordinal));

    private static async Task UntilAsync(Func<bool> holds)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (!holds())
        {
            (TimeProvider.System.GetUtcNow() < until).ShouldBeTrue("it did not come to that");
            await Task.Delay(10);
        }
    }
}
