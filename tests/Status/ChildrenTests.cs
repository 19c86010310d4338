using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Kubernetes;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Tests;

/// <summary>What controllers made from templates without the component's label, as charts and raw manifests have them, is found by owner references.</summary>
public sealed class ChildrenTests : IDisposable
{
    private const string Own = "app";
    private static readonly Scope Deployments = new("apps/v1", "Deployment", null, Selection.Applied);
    private static readonly Scope ReplicaSets = new("apps/v1", "ReplicaSet", "shop", Selection.Unlabelled);
    private static readonly Scope Pods = new("v1", "Pod", "shop", Selection.Unlabelled);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_a_template_without_our_label_the_children_are_told_and_others_are_not()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.OnlyByNamespace = true;
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        foreach (var name in new[] { "web", "stranger" })
        {
            cluster.Put(Live.ReplicaSet(name, Own));
            cluster.Put(Live.BrokenPod(name, Own));
        }
        await status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 0, label: Own))]);

        var observed = await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Components[0].Message?.Contains("ImagePullBackOff", StringComparison.Ordinal) == true);

        observed.Components[0].Message.ShouldBe("Deployment web: 0 of 1 replicas are available; pod web-5d8-x7k: container web: ImagePullBackOff: not found");
        await TreeIsAsync(status, "Deployment web(ReplicaSet web-5d8(Pod web-5d8-x7k))");
    }

    [Fact]
    public async Task A_parent_that_is_seen_after_its_children_gets_them_all_the_same()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var web = cluster.Put(Live.Deployment("web", 1, label: Own));
        cluster.Put(Live.ReplicaSet("web", Own));
        cluster.Put(Live.BrokenPod("web", Own));
        await status.AppliedAsync("east", [web]);
        await TreeIsAsync(status, "Deployment web(ReplicaSet web-5d8(Pod web-5d8-x7k))");

        // The watches are there; what they tell of now belongs to nobody yet.
        cluster.Put(Live.BrokenPod("api", Own));
        cluster.Put(Live.ReplicaSet("api", Own));
        cluster.Put(Live.ReplicaSet("web", Own).Replace("web-5d8", "web-7f9", StringComparison.Ordinal));
        cluster.Put(Live.BrokenPod("web", Own).Replace("x7k", "z2z", StringComparison.Ordinal));
        await TreeIsAsync(status, "Deployment web(ReplicaSet web-5d8(Pod web-5d8-x7k Pod web-5d8-z2z) ReplicaSet web-7f9)");
        await status.AppliedAsync("east", [web, cluster.Put(Live.Deployment("api", 1, label: Own))], sequence: 2);

        await TreeIsAsync(status, "Deployment api(ReplicaSet api-5d8(Pod api-5d8-x7k)) Deployment web(ReplicaSet web-5d8(Pod web-5d8-x7k Pod web-5d8-z2z) ReplicaSet web-7f9)");
    }

    [Fact]
    public void Strangers_are_not_kept_however_many_they_are()
    {
        var live = new LiveStore();
        Tell(live, Deployments, Live.Deployment("web", 1, label: Own));
        live.Parents.Places.ShouldBe([new("shop", "Deployment")]);
        live.Apply(Pods, new(WatchEventType.ListStarted));
        for (var n = 0; n < 10_000; n++)
            live.Apply(Pods, new(WatchEventType.Listed, Parse(Live.BrokenPod($"stranger{n}", Own))));
        live.Apply(Pods, new(WatchEventType.ListEnded));
        Tell(live, Pods, Live.BrokenPod("another", Own), Live.BrokenPod("web", Own));

        live[Pods].Objects.ShouldBeEmpty();
        live.Parents.Missed().ShouldBeEmpty();

        Tell(live, ReplicaSets, Live.ReplicaSet("web", Own), Live.ReplicaSet("another", Own));
        live[ReplicaSets].Objects.ShouldHaveSingleItem();
        live.Parents.Missed().ShouldBe([Pods]); // Its Pod passed before.
        Tell(live, Pods, Live.BrokenPod("web", Own));
        live.DescendantsOf("uid-web").Select(c => c.Id.Name).ShouldBe(["web-5d8", "web-5d8-x7k"]);
    }

    [Fact]
    public void A_child_that_is_let_go_is_not_kept()
    {
        var live = new LiveStore();
        Tell(live, Deployments, Live.Deployment("web", 1, label: Own));
        Tell(live, ReplicaSets, Live.ReplicaSet("web", Own));
        live.ChildrenOf("uid-web").ShouldHaveSingleItem();

        var touched = live.Apply(ReplicaSets, new(WatchEventType.Modified, Parse(Live.ReplicaSet("web", Own).Replace("uid-web", "uid-other", StringComparison.Ordinal))));

        touched.ShouldNotBeNull().ShouldContain(id => id.Kind == "Deployment");
        live.ChildrenOf("uid-web").ShouldBeEmpty();
        live[ReplicaSets].Objects.ShouldBeEmpty();
    }

    [Fact]
    public void A_child_that_gets_the_label_moves_to_the_other_watch()
    {
        var labelled = ReplicaSets with { Selection = Selection.Labelled, Namespace = null };
        var live = new LiveStore();
        Tell(live, Deployments, Live.Deployment("web", 1, label: Own));
        Tell(live, ReplicaSets, Live.ReplicaSet("web", Own));

        Tell(live, labelled, Live.ReplicaSet("web"));
        live.Apply(ReplicaSets, new(WatchEventType.Deleted, Parse(Live.ReplicaSet("web"))));

        live.ChildrenOf("uid-web").ShouldHaveSingleItem();
    }

    [Fact]
    public void Nothing_is_watched_without_the_label_where_all_templates_have_it()
    {
        var live = new LiveStore();
        Tell(live, Deployments, Live.Deployment("web", 1), Live.ConfigMap("settings"));
        Wanted(live).ShouldBeEmpty();

        Tell(live, Deployments, Live.Deployment("web", 1, label: Own));
        Wanted(live).Select(s => (s.Kind, s.Namespace)).ShouldBe([("ReplicaSet", "shop"), ("Pod", "shop")]);
        live.Apply(Deployments, new(WatchEventType.Deleted, Parse(Live.Deployment("web", 1, label: Own))));
        Wanted(live).ShouldBeEmpty();
    }

    [Fact]
    public void In_many_namespaces_one_watch_is_for_all_of_them()
    {
        var live = new LiveStore();
        for (var n = 0; n < 21; n++)
            Tell(live, Deployments, Live.Deployment("web", 1, label: Own).Replace("\"name\":\"web\",\"gen", $"\"namespace\":\"n{n}\",\"uid\":\"u{n}\",\"name\":\"web\",\"gen", StringComparison.Ordinal));

        Wanted(live).Select(s => (s.Kind, s.Namespace)).ShouldBe([("ReplicaSet", null), ("Pod", null)]);
        Scopes.Of([], new HashSet<(string, string)> { ("", "Pod") }, live.Parents.Places).Count.ShouldBe(1 + 21);
    }

    private static IReadOnlyList<Scope> Wanted(LiveStore live) => [.. Scopes.Of([], new HashSet<(string, string)>(), live.Parents.Places)];

    private static void Tell(LiveStore live, Scope scope, params string[] objects)
    {
        foreach (var json in objects)
            live.Apply(scope, new(WatchEventType.Added, Parse(json)));
    }

    /// <summary>As <see cref="FakeCluster"/> stores it.</summary>
    private static JsonObject Parse(string json)
    {
        var live = JsonNode.Parse(json)!.AsObject();
        var metadata = live["metadata"]!.AsObject();
        metadata["namespace"] ??= "shop";
        metadata["uid"] ??= $"uid-{metadata["name"]}";
        return live;
    }

    private static async Task TreeIsAsync(StatusHost status, string expected)
    {
        using var client = status.Client();
        var (seen, until) = ("", TimeProvider.System.GetUtcNow().AddSeconds(60));
        while (seen != expected && TimeProvider.System.GetUtcNow() < until)
        {
            var answer = await client.GetAsync("namespaces/shop/applications/web/resources");
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<JsonNode>())!["clusters"]!.AsArray() is [{ } east])
                seen = string.Join(' ', east["components"]!.AsArray().SelectMany(c => c!["objects"]!.AsArray()).Select(Text));
            await Task.Delay(20);
        }
        seen.ShouldBe(expected);
    }

    private static string Text(JsonNode? item) =>
        $"{item!["kind"]} {item["name"]}" + (item["children"]!.AsArray() is { Count: > 0 } children ? $"({string.Join(' ', children.Select(Text))})" : "");
}
