using System.Text.Json.Nodes;
using Platform.Gateway.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class AuditTests(TestPlatform platform) : IClassFixture<TestPlatform>
{
    [Fact]
    public async Task Every_write_is_noted_with_who_what_and_outcome()
    {
        using var viewer = await platform.WithAsync(("viewer", null));
        var refused = await viewer.SendAsync("POST", "namespaces/audited/applications", new { });
        var entry = await FindAsync("/api/v1/namespaces/audited/applications");
        entry["actor"]!.GetValue<string>().ShouldStartWith("test-");
        entry["method"]!.GetValue<string>().ShouldBe("POST");
        entry["outcome"]!.GetValue<int>().ShouldBe(403);
        entry["traceId"]!.GetValue<string>().ShouldBe(refused.Json["traceId"]!.GetValue<string>());

        await platform.Admin.SendAsync("PUT", "clusters/audited", new { kubeconfig = "x" });
        (await FindAsync("/api/v1/clusters/audited"))["outcome"]!.GetValue<int>().ShouldBe(200);
    }

    [Fact]
    public async Task Reads_and_strangers_are_not_noted()
    {
        using var stranger = new Client(platform.Gateway, null);
        await platform.Admin.GetAsync("namespaces/unnoted/applications");
        await stranger.SendAsync("POST", "namespaces/unnoted/applications", new { });
        await platform.Admin.SendAsync("PUT", "clusters/after-unnoted", new { kubeconfig = "x" });
        await FindAsync("/api/v1/clusters/after-unnoted");
        (await platform.Admin.GetAsync("audit")).Text.ShouldNotContain("unnoted/applications");
    }

    [Fact]
    public async Task The_newest_come_first_and_pages_go_on()
    {
        for (var i = 0; i < 3; i++)
            await platform.Admin.SendAsync("PUT", $"clusters/page-{i}", new { kubeconfig = "x" });
        await FindAsync("/api/v1/clusters/page-2");
        var first = (await platform.Admin.GetAsync("audit?limit=2")).Json;
        first["items"]!.AsArray().Count.ShouldBe(2);
        var second = (await platform.Admin.GetAsync($"audit?limit=2&continue={Uri.EscapeDataString(first["continue"]!.GetValue<string>())}")).Json;
        var times = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(e => e!["at"]!.GetValue<DateTimeOffset>()).ToList();
        times.ShouldBe(times.OrderDescending());
    }

    private Task<JsonObject> FindAsync(string path) => Eventually.GetAsync(async () =>
        (await platform.Admin.GetAsync("audit?limit=500")).Json["items"]!.AsArray()
            .Select(e => e!.AsObject()).FirstOrDefault(e => e["path"]!.GetValue<string>() == path));
}
