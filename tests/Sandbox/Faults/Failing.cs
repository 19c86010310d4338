using System.Diagnostics;

namespace Platform.Sandbox.Tests.Faults;

/// <summary>Requests that fail, wait or are never answered.</summary>
public sealed class Failing
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Only_the_named_verbs_and_resources_fail_with_the_code_asked_for()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.SetAsync(new { errors = new object[] { new { code = 503, verbs = new[] { "list" }, resources = new[] { "configmaps" } }, new { code = 500, verbs = new[] { "create" } } } });
        var (code, body) = await world.Client.GetAsync(Maps);
        (code, (string?)body!["reason"], (string?)body["kind"]).ShouldBe((503, "ServiceUnavailable", "Status"));
        (await world.Client.GetAsync("/api/v1/namespaces/default/secrets")).Code.ShouldBe(200);
        (await world.Client.GetAsync(Maps + "/kube-root-ca.crt")).Code.ShouldBe(404);
        (await world.Client.SendAsync("POST", Maps, JsonNode.Parse("""{"metadata":{"name":"m"}}"""))).Code.ShouldBe(500);
        await world.AdminAsync("DELETE", "faults");
        (await world.Client.GetAsync(Maps)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task About_the_asked_part_of_the_requests_fails()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.SetAsync(new { errors = new[] { new { rate = 0.3 } } });
        var failed = 0;
        for (var i = 0; i < 400; i++)
            if ((await world.Client.GetAsync(Maps)).Code == 500) failed++;
        failed.ShouldBeInRange(70, 170);
    }

    [Fact]
    public async Task Too_many_requests_say_when_to_come_again()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.SetAsync(new { errors = new[] { new { code = 429, retryAfterSeconds = 7 } } });
        using var request = new HttpRequestMessage(HttpMethod.Get, Maps.TrimStart('/'));
        using var response = await world.Client.SendAsync(request);
        ((int)response.StatusCode, response.Headers.RetryAfter!.Delta).ShouldBe((429, TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task Latency_is_spread_around_its_median()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.SetAsync(new { latencyMilliseconds = 20, latency99Milliseconds = 200 });
        var times = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            var watch = Stopwatch.StartNew();
            (await world.Client.GetAsync(Maps)).Code.ShouldBe(200);
            return watch.Elapsed.TotalMilliseconds;
        }));
        times.Count(t => t > 20).ShouldBeInRange(60, 200);
        times.Max().ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task A_hanging_cluster_answers_when_it_ends_and_its_watches_are_silent_meanwhile()
    {
        await using var world = await FaultyCluster.StartAsync();
        using var watch = await world.WatchAsync();
        await world.SetAsync(new { hanging = true });
        var request = world.Client.GetAsync(Maps);
        world.Cluster.Inner.Writer.Create(world.Cluster.Inner.Store.Kinds.Get("v1", "ConfigMap"), "default", (JsonObject)JsonNode.Parse("""{"metadata":{"name":"m"}}""")!, new());
        var line = watch.ReadLineAsync();
        await Task.WhenAny(request, line, Task.Delay(300));
        (request.IsCompleted, line.IsCompleted).ShouldBe((false, false));
        await world.AdminAsync("PATCH", "faults", new { hanging = false });
        (await request).Code.ShouldBe(200);
        (await line).ShouldNotBeNull().ShouldContain("\"ADDED\"");
    }

    [Fact]
    public async Task An_outage_cuts_connections_and_refuses_new_ones_until_it_ends()
    {
        await using var world = await FaultyCluster.StartAsync();
        using var watch = await world.WatchAsync();
        await world.SetAsync(new { outage = true });
        await Should.ThrowAsync<Exception>(async () => (await watch.ReadLineAsync()).ShouldNotBeNull());
        await Should.ThrowAsync<HttpRequestException>(() => world.Client.GetAsync(Maps));
        using var other = world.Connect();
        await Should.ThrowAsync<HttpRequestException>(() => other.GetAsync(Maps));
        await world.SetAsync(new { outage = false });
        (await world.Client.GetAsync(Maps)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task An_outage_of_a_cluster_behind_a_shared_port_is_an_outage_too()
    {
        await using var world = await FaultyCluster.StartAsync(sharedPort: true);
        await world.SetAsync(new { outage = true });
        await Should.ThrowAsync<HttpRequestException>(() => world.Client.GetAsync(Maps));
        await world.SetAsync(new { outage = false });
        (await world.Client.GetAsync(Maps)).Code.ShouldBe(200);
    }
}
