using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Deploy.Planning;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Tests;

public sealed class FetchingTests
{
    private static readonly Need Chart = Need.Of("pure", ("name", "chart"));

    [Fact]
    public async Task A_need_is_fetched_once_and_the_next_round_may_ask_for_more()
    {
        await using var host = await DeployHost.StartAsync([]);
        var pure = new Resolver("pure", changes: false);
        var fetcher = FetcherOf(host, pure);

        var (rendering, snapshot) = await fetcher.RunAsync(Render, needs => needs, "sha256:r1", Ct);

        rendering.ShouldBeEmpty();
        snapshot.Answers.Count.ShouldBe(2);
        pure.Asked.ShouldBe(["chart", "values of chart"]);
        // Another revision, the same question: the answer is there.
        await fetcher.RunAsync(Render, needs => needs, "sha256:r2", Ct);
        pure.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_may_change_is_kept_by_each_revision_for_itself()
    {
        await using var host = await DeployHost.StartAsync([]);
        var changing = new Resolver("changing", changes: true);
        var fetcher = FetcherOf(host, changing);
        var need = Need.Of("changing", ("name", "latest"));
        async Task<string> SeenByAsync(string? revision) => (await fetcher.RunAsync(
            known => known.Find(need), found => found is null ? [need] : [], revision, Ct)).Rendering!.Value!.ToString();

        (await SeenByAsync("sha256:r1")).ShouldBe("answer 1 to latest");
        (await SeenByAsync("sha256:r1")).ShouldBe("answer 1 to latest");
        (await SeenByAsync("sha256:r2")).ShouldBe("answer 2 to latest");
        (await SeenByAsync(null)).ShouldBe("answer 3 to latest", "before there is a revision it is asked for anew");
        (await SeenByAsync("sha256:r1")).ShouldBe("answer 1 to latest");
    }

    [Fact]
    public async Task A_fault_is_not_kept_and_a_rendering_that_asks_for_ever_ends()
    {
        await using var host = await DeployHost.StartAsync([]);
        var pure = new Resolver("pure", changes: false) { Fault = "no such chart" };
        var fetcher = FetcherOf(host, pure);
        var (found, _) = await fetcher.RunAsync(known => known.Find(Chart), found => found is null ? [Chart] : [], "sha256:r", Ct);
        found!.Fault.ShouldBe("no such chart");
        pure.Fault = null;
        (found, _) = await fetcher.RunAsync(known => known.Find(Chart), found => found is null ? [Chart] : [], "sha256:r", Ct);
        found!.Value!.ToString().ShouldBe("answer 2 to chart");

        var endless = async () => await fetcher.RunAsync(known => known, known => [Need.Of("pure", ("name", $"{known.Answers.Count}"))], "sha256:r", Ct);
        (await endless.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldContain("still asks for more");
    }

    [Fact]
    public async Task What_is_kept_can_not_be_read_in_the_store()
    {
        await using var host = await DeployHost.StartAsync([]);
        await FetcherOf(host, new Resolver("pure", changes: false)).RunAsync(Render, needs => needs, "sha256:r1", Ct);

        var kept = (await host.Service.Documents<AnswerDocument>().FindAsync(Find<AnswerDocument>.All, Ct)).Items;

        kept.Count.ShouldBe(2);
        kept.ShouldAllBe(document => !document.Content.Contains("answer") && document.Content.StartsWith("v1."));
    }

    [Fact]
    public async Task Objects_are_read_from_a_cluster_without_what_the_server_wrote()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var objects = host.Service.Services.GetServices<INeedResolver>().Single(resolver => resolver.Kind == NeedKinds.Objects);
        host["east-1"].Objects["/api/v1/namespaces/shop/configmaps/settings"] = (JsonObject)JsonNode.Parse("""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"shop","uid":"u","resourceVersion":"7"},"data":{"a":"b"}}
            """)!;
        Need Named(string name, string cluster = "local") => Need.Of(
            NeedKinds.Objects, ("cluster", cluster), ("apiVersion", "v1"), ("kind", "ConfigMap"), ("namespace", "shop"), ("name", name));

        (await objects.ResolveAsync(Named("settings"), Ct)).Value!.ToJsonString()
            .ShouldBe("""[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"shop"},"data":{"a":"b"}}]""");
        (await objects.ResolveAsync(Named("other"), Ct)).Value!.AsArray().ShouldBeEmpty();
        (await objects.ResolveAsync(Named("settings", "mars-1"), Ct)).Fault.ShouldBe("cluster 'mars-1' isn't registered, so nothing can be read from it");
        host["east-1"].Away = true;
        (await Should.ThrowAsync<NotNowException>(() => objects.ResolveAsync(Named("settings"), Ct))).Message.ShouldContain("ConfigMap shop/settings");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Needs a chart, and when it has that, what the chart says.</summary>
    private static IReadOnlyList<Need> Render(Snapshot snapshot)
    {
        if (snapshot.Find(Chart) is null)
            return [Chart, Need.Of("pure", ("name", "chart"))];
        var values = Need.Of("pure", ("name", "values of chart"));
        return snapshot.Find(values) is null ? [values] : [];
    }

    private static Fetcher FetcherOf(DeployHost host, params INeedResolver[] resolvers) => new(
        resolvers,
        new(host.Service.Documents<AnswerDocument>(), host.Service.Services.GetRequiredService<Sealing>(), TimeProvider.System),
        new());

    private sealed class Resolver(string kind, bool changes) : INeedResolver
    {
        public string Kind => kind;

        public bool Changes => changes;

        public string? Fault { get; set; }

        public ConcurrentQueue<string> Asked { get; } = new();

        public Task<Answer> ResolveAsync(Need need, CancellationToken ct)
        {
            Asked.Enqueue(need.Text("name")!);
            return Task.FromResult(Fault is null ? new Answer($"answer {Asked.Count} to {need.Text("name")}") : Answer.Failed(Fault));
        }
    }
}
