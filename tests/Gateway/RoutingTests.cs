using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Platform.Gateway.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class RoutingTests : IAsyncLifetime
{
    private readonly string data = TestHosts.NewFolder();
    private readonly TestBackend backend = new();
    private readonly List<WebApplication> hosts = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts.AsEnumerable().Reverse())
            await host.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Events_stream_through_as_they_come()
    {
        using var client = await GatewayAsync((await ServiceAsync()).Address());
        using var response = await client.Http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("data: one");
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        backend.SecondEvent.SetResult(); // only now may the second leave the service
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("data: two");
    }

    [Fact]
    public async Task A_service_that_is_away_is_answered_503_with_when_to_come_again()
    {
        using var client = await GatewayAsync(NobodyAt());
        var answer = await client.GetAsync("clusters");
        answer.Status.ShouldBe(503);
        answer.Type.ShouldBe("application/problem+json");
        answer.Header("Retry-After").ShouldBe("3");
        answer.Json["detail"]!.GetValue<string>().ShouldContain("'deploy'");
        var ready = await client.GetAsync("/readyz");
        ready.Status.ShouldBe(503);
        ready.Json["checks"]!["services"]!["detail"]!.GetValue<string>().ShouldContain("deploy");
        (await client.GetAsync("/healthz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Of_two_instances_the_living_one_takes_every_call()
    {
        using var client = await GatewayAsync(NobodyAt(), (await ServiceAsync()).Address());
        for (var i = 0; i < 10; i++)
        {
            (await client.GetAsync("clusters")).Status.ShouldBe(200);
            (await client.SendAsync("POST", "namespaces/default/applications?name=failover", new { i })).Status.ShouldBe(202);
        }

        backend.Done("failover").ShouldBe(10);
    }

    [Fact]
    public async Task A_service_that_dies_after_a_request_is_answered_503_and_comes_back_by_itself()
    {
        var service = await ServiceAsync();
        var address = service.Address();
        using var client = await GatewayAsync(address);
        (await client.GetAsync("clusters")).Status.ShouldBe(200);
        await service.StopAsync(TestContext.Current.CancellationToken);
        await service.DisposeAsync();
        hosts.Remove(service);
        (await client.GetAsync("clusters")).Status.ShouldBe(503);
        hosts.Add(await TestHosts.StartServiceAsync(data, backend, "--urls", address.ToString()));
        await Eventually.IsTrueAsync(async () => (await client.GetAsync("clusters")).Status == 200);
    }

    [Fact]
    public async Task What_the_gateway_gives_carries_headers_for_browsers_and_none_about_itself()
    {
        using var client = await GatewayAsync((await ServiceAsync()).Address());
        var answer = await client.GetAsync("clusters");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.Header("X-Frame-Options").ShouldBe("DENY");
        answer.Header("Server").ShouldBeNull();
    }

    [Fact]
    public async Task Anybody_may_read_what_the_platform_is()
    {
        await GatewayAsync((await ServiceAsync()).Address());
        using var nobody = new Client(hosts[^1].Address(), null);
        (await nobody.GetAsync("/")).Type.ShouldBe("text/html");
        (await nobody.GetAsync("/openapi/v1.json")).Json["paths"]!["/api/v1/keys"].ShouldNotBeNull();
        (await nobody.GetAsync("/healthz")).Status.ShouldBe(200);
        (await nobody.GetAsync("/readyz")).Status.ShouldBe(200);
        (await nobody.GetAsync("/metrics")).Text.ShouldContain("http_server_request_duration");
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_a_process_that_stops()
    {
        using var client = await GatewayAsync((await ServiceAsync()).Address());
        using var response = await client.Http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        await hosts[^1].StopAsync(TestContext.Current.CancellationToken);
        await hosts[^2].StopAsync(TestContext.Current.CancellationToken);
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData("clusters", "deploy")]
    [InlineData("clusters/east/probe", "deploy")]
    [InlineData("definitions/component/x", "deploy")]
    [InlineData("namespaces/default/applications", "deploy")]
    [InlineData("namespaces/default/applications/shop", "deploy")]
    [InlineData("namespaces/default/applications/shop/revisions/3", "deploy")]
    [InlineData("namespaces/default/applications/resources", "deploy")]
    [InlineData("namespaces/default/rollouts/7/resume", "deploy")]
    [InlineData("namespaces/default/applications/shop/resources", "status")]
    [InlineData("namespaces/default/applications/shop/events", "status")]
    [InlineData("events", "status")]
    [InlineData("namespaces/default/sources/shop/front", "package")]
    [InlineData("namespaces/default/packages/shop", "package")]
    [InlineData("namespaces/default/packages/shop/1.0.0", "package")]
    [InlineData("namespaces/default/packages/shop/1.0.0/bundle", "package")]
    [InlineData("bundles", "package")]
    [InlineData("namespaces/default/packages/shop/1.0.0/log", "build")]
    public async Task Every_path_goes_to_its_owner(string path, string owner)
    {
        // Only the owner has an address where somebody answers.
        var settings = new[] { "deploy", "package", "build", "status" }.Where(s => s != owner).Select(s => $"--Platform:Services:{s}:0={NobodyAt()}");
        hosts.Add(await TestHosts.StartServiceAsync(data, backend));
        hosts.Add(await TestHosts.StartGatewayAsync(data, [hosts[^1].Address()], [.. settings]));
        using var client = new Client(hosts[^1].Address(), (await File.ReadAllTextAsync(Path.Combine(data, "admin-key"), TestContext.Current.CancellationToken)).Trim());
        if (owner == "status" && path == "events")
            backend.SecondEvent.SetResult();
        (await client.GetAsync(path)).Status.ShouldNotBe(503);
    }

    private static Uri NobodyAt()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private async Task<WebApplication> ServiceAsync()
    {
        hosts.Add(await TestHosts.StartServiceAsync(data, backend));
        return hosts[^1];
    }

    private async Task<Client> GatewayAsync(params Uri[] deploy)
    {
        hosts.Add(await TestHosts.StartGatewayAsync(data, deploy));
        return new Client(hosts[^1].Address(), (await File.ReadAllTextAsync(Path.Combine(data, "admin-key"), TestContext.Current.CancellationToken)).Trim());
    }
}
