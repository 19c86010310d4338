using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Platform.Gateway.Tests.Support;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

/// <summary>Gateway and services in one process: two listeners, one application, and no way round.</summary>
public sealed class EmbeddedTests : IAsyncLifetime
{
    private readonly string data = TestHosts.NewFolder();
    private WebApplication host = null!;
    private Client admin = null!;
    private Doors doors = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHosts.StartEmbeddedAsync(data, new TestBackend());
        doors = host.Services.GetRequiredService<Doors>();
        admin = new Client(doors.PublicAddress, (await File.ReadAllTextAsync(Path.Combine(data, "admin-key"))).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await host.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task The_public_door_goes_through_the_gateway()
    {
        var seen = (await admin.GetAsync("clusters")).Json;
        seen["caller"]!.GetValue<string>().ShouldBe("admin");
        seen["headers"]!.ToJsonString().ShouldContain("X-Forwarded-For");
        (await admin.GetAsync("keys")).Status.ShouldBe(200);
        (await admin.SendAsync("DELETE", "clusters", null)).Status.ShouldBe(405);
        (await admin.GetAsync("/readyz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_host_header_opens_no_other_door()
    {
        using var stranger = new Client(doors.PublicAddress, null);
        (await stranger.GetAsync("clusters", ("Host", doors.InternalAddress.Authority))).Status.ShouldBe(401);
        (await stranger.GetAsync("/openapi/v1.json", ("Host", doors.InternalAddress.Authority))).Text.ShouldNotContain("/api/v1/definitions/broken");
    }

    [Fact]
    public async Task The_internal_door_takes_the_gateways_token_only_and_knows_no_keys()
    {
        using var direct = new Client(doors.InternalAddress, admin.Key);
        (await direct.GetAsync("clusters")).Status.ShouldBe(401);
        var token = host.Services.GetRequiredService<IdentityTokens>().Issue(new Identity("boss", "key", [new RoleGrant(Role.Infra)]));
        (await direct.GetAsync("clusters", (IdentityTokens.Header, token))).Status.ShouldBe(200);
        (await direct.GetAsync("keys", (IdentityTokens.Header, token))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_internal_document_tells_everything_this_process_serves()
    {
        using var direct = new Client(doors.InternalAddress, null);
        var served = (await direct.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject().Select(p => p.Key).ToList();
        served.ShouldContain("/api/v1/keys");
        served.ShouldContain("/api/v1/clusters");
        served.ShouldNotContain(p => p.Contains("rest"));
    }
}
