using Microsoft.Extensions.DependencyInjection;
using Platform.Gateway.Tests.Support;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class IdentityTests(TestPlatform platform) : IClassFixture<TestPlatform>
{
    private static readonly Identity Boss = new("boss", "key", [new RoleGrant(Role.Infra)]);

    [Fact]
    public async Task A_service_gets_who_calls_and_never_the_callers_key()
    {
        using var viewer = await platform.WithAsync(("viewer", "default"));
        var seen = (await viewer.GetAsync("clusters")).Json;
        seen["caller"]!.GetValue<string>().ShouldStartWith("test-");
        seen["roles"]!.ToJsonString().ShouldBe("""[{"role":"viewer","namespace":"default"}]""");
        var headers = seen["headers"]!.AsArray().Select(h => h!.GetValue<string>()).ToList();
        headers.ShouldContain(IdentityTokens.Header);
        headers.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task An_identity_from_outside_is_thrown_away()
    {
        using var viewer = await platform.WithAsync(("viewer", "default"));
        var seen = await viewer.GetAsync("clusters", (IdentityTokens.Header, platform.Token(Boss)));
        seen.Json["caller"]!.GetValue<string>().ShouldStartWith("test-");
        using var nobody = new Client(platform.Gateway, null);
        (await nobody.GetAsync("clusters", (IdentityTokens.Header, platform.Token(Boss)))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_service_takes_a_good_token_and_refuses_every_other()
    {
        using var direct = new Client(platform.Service, null);
        var good = platform.Token(Boss);
        (await direct.GetAsync("clusters", (IdentityTokens.Header, good))).Status.ShouldBe(200);

        (await direct.GetAsync("clusters")).Status.ShouldBe(401);
        (await direct.GetAsync("nothing/here")).Status.ShouldBe(401);
        (await direct.GetAsync("clusters", (IdentityTokens.Header, "nonsense"))).Status.ShouldBe(401);
        (await direct.GetAsync("clusters", (IdentityTokens.Header, "v1.."))).Status.ShouldBe(401);
        (await direct.GetAsync("clusters", (IdentityTokens.Header, good[..^2]))).Status.ShouldBe(401);
        var parts = good.Split('.');
        var changed = $"v1.{parts[1][..8]}{(parts[1][8] == 'A' ? 'B' : 'A')}{parts[1][9..]}.{parts[2]}";
        (await direct.GetAsync("clusters", (IdentityTokens.Header, changed))).Status.ShouldBe(401);
        var otherKey = new IdentityTokens(new MasterKey(new byte[32]), TimeProvider.System).Issue(Boss);
        (await direct.GetAsync("clusters", (IdentityTokens.Header, otherKey))).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData(-61, "expired")]
    [InlineData(30, "future")]
    public async Task A_token_of_another_time_is_refused(int seconds, string reason)
    {
        using var direct = new Client(platform.Service, null);
        var token = platform.Token(Boss, new ShiftedClock(TimeSpan.FromSeconds(seconds)));
        var answer = await direct.GetAsync("clusters", (IdentityTokens.Header, token));
        answer.Status.ShouldBe(401);
        answer.Json["detail"]!.GetValue<string>().ShouldContain(reason);
    }

    [Fact]
    public async Task Health_needs_no_identity()
    {
        using var direct = new Client(platform.Service, null);
        foreach (var path in new[] { "/healthz", "/readyz", "/metrics", "/openapi/v1.json" })
            (await direct.GetAsync(path)).Status.ShouldBe(200, path);
    }

    [Fact]
    public async Task The_trace_goes_on_into_the_service()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var seen = await platform.Admin.GetAsync("clusters", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        seen.Json["traceparent"]!.GetValue<string>().ShouldStartWith($"00-{trace}-");
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
