namespace Platform.Sandbox.Tests.Faults;

/// <summary>Watches that die or come too late, and certificates that expire.</summary>
public sealed class WatchFaults
{
    [Fact]
    public async Task Cut_watches_end_without_an_event_and_can_go_on()
    {
        await using var world = await FaultyCluster.StartAsync();
        using var watch = await world.WatchAsync();
        var version = world.Cluster.Version;
        await world.AdminAsync("POST", "cut-watches");
        await Should.ThrowAsync<Exception>(async () => (await watch.ReadLineAsync()).ShouldNotBeNull());
        await world.CreateAsync("m");
        using var again = await world.WatchAsync($"&resourceVersion={version}");
        (await again.ReadLineAsync()).ShouldNotBeNull().ShouldContain("\"ADDED\"");
    }

    [Fact]
    public async Task After_compaction_a_watch_from_before_is_told_410()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.CreateAsync("m");
        var old = world.Cluster.Version - 1;
        await world.CreateAsync("n");
        await world.AdminAsync("POST", "compact");
        using var watch = await world.WatchAsync($"&resourceVersion={old}");
        var error = JsonNode.Parse((await watch.ReadLineAsync())!)!;
        ((string?)error["type"], (int?)error["object"]!["code"], (string?)error["object"]!["reason"]).ShouldBe(("ERROR", 410, "Expired"));
    }

    [Fact]
    public async Task Clients_that_look_at_certificates_do_not_connect_to_an_expired_one()
    {
        await using var world = await FaultyCluster.StartAsync();
        (await world.Client.GetAsync("/version")).Code.ShouldBe(200);
        await world.SetAsync(new { serverCertificateExpired = true });
        using (var another = world.Connect())
        {
            var refused = await Should.ThrowAsync<HttpRequestException>(() => another.GetAsync("/version"));
            refused.ToString().ShouldContain("NotTimeValid");
        }
        await world.SetAsync(new { });
        (await world.Client.GetAsync("/version")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task An_expired_client_certificate_is_nobodys()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.SetAsync(new { clientCertificatesExpired = true });
        (await world.Client.GetAsync("/api/v1/namespaces/default/configmaps")).Code.ShouldBe(401);
        using var withToken = new Support.TestClient(world.Cluster.TokenKubeconfigFor("robot", "system:masters"));
        (await withToken.GetAsync("/api/v1/namespaces/default/configmaps")).Code.ShouldBe(200);
    }
}
