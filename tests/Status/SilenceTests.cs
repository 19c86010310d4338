namespace Platform.Status.Tests;

/// <summary>Clusters that say nothing: the dead, the hanging, and those that are only quiet.</summary>
public sealed class SilenceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dead_cluster_is_unknown_with_its_last_sight_and_costs_only_itself()
    {
        await using var east = await FakeCluster.StartAsync();
        await using var west = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", east);
        await status.RegisterAsync("west", west);
        await status.AppliedAsync("east", [east.Put(Live.Deployment("web", 1))]);
        await status.AppliedAsync("west", [west.Put(Live.Deployment("web", 1))]);
        await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s is { Health: HealthStatus.Healthy, Clusters.Count: 2 });

        await east.DownAsync();
        var unreachable = await status.Heard.FirstAsync<ClusterUnreachable>(_ => true);
        var unknown = await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Unknown);
        (unreachable.Cluster, unknown.Cluster, unknown.AppliedVersionsSeen).ShouldBe(("east", "east", false));
        unknown.ObservedAt.ShouldBe(unreachable.Since);
        unknown.Components[0].Message.ShouldNotBeNull().ShouldContain("last seen");
        west.Put(Live.Deployment("web", 0));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Cluster: "west", Health: HealthStatus.Progressing });
        status.Heard.All<ClusterHealthObserved>().ShouldNotContain(h => h.Cluster == "west" && h.Health == HealthStatus.Unknown);

        await east.UpAsync();
        (await status.Heard.FirstAsync<ClusterReturned>(_ => true)).Since.ShouldBe(unreachable.Since);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Cluster: "east", Health: HealthStatus.Healthy } && h.Sequence > unknown.Sequence);
        status.Heard.All<ClusterUnreachable>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cluster_that_hangs_behind_living_connections_is_unknown_too()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        await status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 1))]);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Healthy);

        cluster.Hangs = true;
        await status.Heard.FirstAsync<ClusterUnreachable>(u => u.Cluster == "east");
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Unknown);
    }

    [Fact]
    public async Task A_cluster_is_not_told_unreachable_because_this_process_stood_still()
    {
        var clock = new ShiftedClock();
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path, clock, "--Status:UnreachableAfter=00:00:20");
        await status.RegisterAsync("east", cluster);
        var web = cluster.Put(Live.Deployment("web", 1));
        await status.AppliedAsync("east", [web]);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Healthy);

        var asked = cluster.Requests.Count(r => r == "/version");
        clock.Jump(TimeSpan.FromMinutes(1));
        await status.AppliedAsync("east", [web], sequence: 2); // Wakes the loop before the cluster says anything.
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { AppliedSequence: 2, Health: HealthStatus.Healthy });

        cluster.Requests.Count(r => r == "/version").ShouldBeGreaterThan(asked);
        status.Heard.All<ClusterUnreachable>().ShouldBeEmpty();
        status.Heard.All<ClusterHealthObserved>().ShouldNotContain(h => h.Health == HealthStatus.Unknown);
    }

    [Fact]
    public async Task A_quiet_cluster_is_not_taken_for_a_dead_one()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:UnreachableAfter=00:00:02");
        await status.RegisterAsync("east", cluster);
        await status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 1))]);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Healthy);

        var asked = cluster.Requests.Count(r => r == "/version");
        var until = TimeProvider.System.GetUtcNow().AddSeconds(20);
        while (cluster.Requests.Count(r => r == "/version") < asked + 4 && TimeProvider.System.GetUtcNow() < until)
            await Task.Delay(20);

        cluster.Requests.Count(r => r == "/version").ShouldBeGreaterThanOrEqualTo(asked + 4);
        status.Heard.All<ClusterUnreachable>().ShouldBeEmpty();
    }
}
