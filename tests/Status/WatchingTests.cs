using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Status.Inventories;
using Platform.Storage;

namespace Platform.Status.Tests;

public sealed class WatchingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_applied_is_watched_and_its_health_announced_when_it_changes()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var applied = cluster.Put(Live.Deployment("web", available: 0));
        await status.AppliedAsync("east", [applied]);

        var first = await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.AppliedVersionsSeen);
        (first.Health, first.Cluster, first.Revision, first.AppliedSequence).ShouldBe((HealthStatus.Progressing, "east", 1, 1));
        first.Components.ShouldHaveSingleItem().Images.ShouldBe(["example/web:1"]);

        cluster.Put(Live.Deployment("web", available: 1));
        var second = await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Healthy);
        second.Sequence.ShouldBeGreaterThan(first.Sequence);
        second.Components[0].Message.ShouldBeNull();
        (await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Health == HealthStatus.Healthy)).Clusters.ShouldHaveSingleItem().Cluster.ShouldBe("east");
    }

    [Fact]
    public async Task A_waiting_component_says_which_pod_and_why()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var applied = cluster.Put(Live.Deployment("web", available: 0));
        await status.AppliedAsync("east", [applied]);
        cluster.Put(Live.ReplicaSet("web"));
        cluster.Put(Live.BrokenPod("web"));

        var observed = await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Components[0].Message?.Contains("ImagePullBackOff", StringComparison.Ordinal) == true);

        observed.Components[0].Message.ShouldBe(
            "Deployment web: 0 of 1 replicas are available; pod web-5d8-x7k: container web: ImagePullBackOff: not found");
        observed.Health.ShouldBe(HealthStatus.Progressing);
    }

    [Fact]
    public async Task Health_of_an_older_version_is_not_taken_for_that_of_the_applied_one()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var applied = cluster.Put(Live.Deployment("web", available: 1));
        applied["metadata"]!["generation"] = 2L;
        applied["metadata"]!["resourceVersion"] = "102";
        await status.AppliedAsync("east", [applied]);

        (await status.Heard.FirstAsync<ClusterHealthObserved>(_ => true)).AppliedVersionsSeen.ShouldBeFalse();

        cluster.Put(Live.Deployment("web", available: 1, generation: 2, observed: 2));
        (await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.AppliedVersionsSeen)).Health.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_deleted_object_is_missing_and_a_recreated_one_is_not_the_one_applied()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var applied = cluster.Put(Live.ConfigMap("settings"));
        await status.AppliedAsync("east", [applied]);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Health: HealthStatus.Healthy, AppliedVersionsSeen: true });

        cluster.Remove(applied);
        (await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Missing)).Components[0].Message.ShouldBe("ConfigMap settings is not on the cluster");

        cluster.Put(Live.ConfigMap("settings").Replace("\"name\"", "\"uid\":\"other\",\"name\"", StringComparison.Ordinal));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Health: HealthStatus.Healthy, AppliedVersionsSeen: false });
    }

    [Fact]
    public async Task What_a_process_stored_whose_clock_is_behind_is_found()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path, new ShiftedClock(TimeSpan.FromMinutes(10)));
        await status.RegisterAsync("east", cluster);
        await status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 1))]);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { AppliedSequence: 1, Health: HealthStatus.Healthy });

        var inventories = status.Services.GetRequiredService<IDocuments<InventoryDocument>>();
        var known = (await inventories.GetAsync("east/shop/web")).ShouldNotBeNull();
        var other = new ChangeClock(new ShiftedClock(TimeSpan.FromMinutes(-10)));
        other.Saw(known.ChangedAt); // As its own watching does.
        (known.Sequence, known.ChangedAt) = (2, other.Next());
        (await inventories.ReplaceAsync(known)).ShouldBeTrue();

        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { AppliedSequence: 2, Health: HealthStatus.Healthy });
    }

    [Fact]
    public async Task A_restart_goes_on_from_what_was_stored_and_repeats_nothing()
    {
        await using var cluster = await FakeCluster.StartAsync();
        long sequence;
        await using (var before = await StatusHost.StartAsync(_folder.Path))
        {
            await before.RegisterAsync("east", cluster);
            await before.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 1)), cluster.Put(Live.ConfigMap("settings"))]);
            sequence = (await before.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Health: HealthStatus.Healthy, AppliedVersionsSeen: true })).Sequence;
            (await before.Heard.FirstAsync<SendAgain>(s => s.Facts == "inventories")).RequestedBy.ShouldBe("status");
        }

        await using var after = await StatusHost.StartAsync(_folder.Path);
        cluster.Put(Live.Deployment("web", 0));

        // What the earlier process had announced may be delivered again, under the same number.
        var news = await after.Heard.FirstAsync<ClusterHealthObserved>(h => h.Sequence > sequence);
        (news.Health, news.Sequence).ShouldBe((HealthStatus.Progressing, sequence + 1));
        after.Heard.All<SendAgain>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_paged_inventory_counts_once_it_is_complete_and_older_ones_never()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var (web, settings) = (cluster.Put(Live.Deployment("web", 1)), cluster.Put(Live.ConfigMap("settings")));
        await status.AppliedAsync("east", [settings], revision: 2, sequence: 2, page: 1, pages: 2);
        await status.AppliedAsync("east", [web], revision: 1, sequence: 1);
        await status.AppliedAsync("east", [web], revision: 2, sequence: 2, page: 0, pages: 2);
        await status.AppliedAsync("east", [web], revision: 1, sequence: 1);

        var both = await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Components.Count == 2);

        (both.Revision, both.Health).ShouldBe((2, HealthStatus.Healthy));
        cluster.Put(Live.Deployment("web", 0));
        (await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Progressing)).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task Rights_in_some_namespaces_only_are_enough()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.OnlyByNamespace = true;
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        await status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 1))]);

        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { Health: HealthStatus.Healthy, AppliedVersionsSeen: true });
        cluster.Requests.ShouldContain("/apis/apps/v1/namespaces/shop/deployments");
    }

    [Fact]
    public async Task The_resource_tree_shows_clusters_components_objects_and_what_controllers_made()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        await status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 0)), cluster.Put(Live.ConfigMap("settings"))]);
        cluster.Put(Live.ReplicaSet("web"));
        cluster.Put(Live.BrokenPod("web"));
        await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Clusters[0].Components.Any(c => c.Message?.Contains("ImagePullBackOff", StringComparison.Ordinal) == true));
        using var client = status.Client();

        JsonNode? pod = null;
        for (var tries = 0; pod is null && tries < 500; tries++)
        {
            var tree = await client.GetFromJsonAsync<JsonNode>("namespaces/shop/applications/web/resources");
            tree!["clusters"]![0]!["cluster"]!.ToString().ShouldBe("east");
            var web = tree["clusters"]![0]!["components"]!.AsArray().FirstOrDefault(c => c!["component"]!.ToString() == "web");
            pod = web?["objects"]![0]!["children"]!.AsArray().FirstOrDefault()?["children"]!.AsArray().FirstOrDefault();
            await Task.Delay(10);
        }

        pod.ShouldNotBeNull();
        (pod["name"]!.ToString(), pod["health"]!.ToString()).ShouldBe(("web-5d8-x7k", "Degraded"));
        (pod["restarts"]!.GetValue<int>(), pod["createdAt"]!.GetValue<DateTimeOffset>().Year).ShouldBe((3, 2026));
        cluster.Put("""
            {"apiVersion":"v1","kind":"Event","metadata":{"name":"e1"},"involvedObject":{"kind":"Pod","name":"web-5d8-x7k"},"type":"Warning","reason":"Failed",
             "message":"no such image","count":7,"lastTimestamp":"2026-01-01T00:00:00Z","source":{"component":"kubelet"} }
            """);
        var events = await client.GetFromJsonAsync<JsonNode>("namespaces/shop/applications/web/resources/events?cluster=east&kind=Pod&object=web-5d8-x7k");
        events!["items"]!.AsArray().ShouldHaveSingleItem()!["message"]!.ToString().ShouldBe("no such image");
        (await client.GetAsync("namespaces/shop/applications/web/resources/events?cluster=east&kind=Pod&object=another")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await client.GetAsync("namespaces/shop/applications/nobody/resources")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_removed_from_a_cluster_is_forgotten()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var web = cluster.Put(Live.Deployment("web", 1));
        await status.AppliedAsync("east", [web]);
        await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Health == HealthStatus.Healthy);

        cluster.Remove(web);
        await status.SayAsync(new ClusterRemoved
        {
            Namespace = "shop",
            Application = "web",
            Cluster = "east",
            Rollout = Guid.NewGuid(),
            Revision = 2,
            Attempt = 1,
            Deleted = 1,
            Sequence = 2,
        });

        await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Clusters.Count == 0);
        await status.AppliedAsync("east", [web]);
        await status.AppliedAsync("east", [cluster.Put(Live.ConfigMap("settings"))], application: "other");
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Application == "other");
        status.Heard.All<ApplicationStatusChanged>().Last(s => s.Application == "web").Clusters.ShouldBeEmpty();
    }
}
