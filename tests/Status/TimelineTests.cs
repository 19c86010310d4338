using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Status.History;

namespace Platform.Status.Tests;

public sealed class TimelineTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_happened_to_an_application_is_told_newest_first_and_each_thing_once()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var (rollout, id) = (Guid.NewGuid(), Guid.NewGuid());
        await status.SayAsync(new ApplicationSubmitted { Namespace = "shop", Application = "web", Revision = 1, Rollout = rollout, Number = 1, SubmittedBy = "ann" }, id);
        await status.SayAsync(new ApplicationSubmitted { Namespace = "shop", Application = "web", Revision = 1, Rollout = rollout, Number = 1, SubmittedBy = "ann" }, id);
        await status.SayAsync(new ApplicationSubmitted { Namespace = "shop", Application = "web2", Revision = 1, Rollout = Guid.NewGuid(), Number = 1, SubmittedBy = "bob" });
        await status.SayAsync(new RolloutFailed { Namespace = "shop", Application = "web", Revision = 1, Rollout = rollout, Number = 1, Reason = "no such image" });
        await status.SayAsync(new ResourceRepaired
        {
            Namespace = "shop",
            Application = "web",
            Cluster = "east",
            Revision = 1,
            Component = "web",
            Resource = new() { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = "shop", Name = "web" },
            Fields = ["spec.replicas"],
            Repairs = 2,
        });

        var messages = await MessagesAsync(status, "web", 4);

        messages.ShouldContain("Revision 1 was submitted by ann");
        messages.ShouldContain("Rollout of revision 1 failed: no such image");
        messages.ShouldContain("Deployment web on east was changed back: spec.replicas (repair 2)");
        messages.ShouldContain("Progressing (starting)");
        messages.Count.ShouldBe(4);
        messages[^1].ShouldBe("Revision 1 was submitted by ann");
        using var client = status.Client();
        var page = (await client.GetFromJsonAsync<JsonNode>("namespaces/shop/applications/web/timeline?limit=3"))!;
        var rest = (await client.GetFromJsonAsync<JsonNode>($"namespaces/shop/applications/web/timeline?limit=3&continue={page["continue"]}"))!;
        rest["items"]!.AsArray().Count.ShouldBe(1);
        using var stranger = status.Client(new RoleGrant(Role.Viewer, "other"));
        (await stranger.GetAsync("namespaces/shop/applications/web/timeline")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_timeline_that_grows_too_long_loses_its_oldest()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:TimelineCount=5");
        var timeline = status.Services.GetRequiredService<Timeline>();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var n = 0; n < 12; n++)
            await timeline.AddAsync(new ApplicationDeleted { Namespace = "shop", Application = "web", Revision = n }, "application-deleted", $"{n}", start.AddDays(n), default);

        await timeline.TrimAsync(default);

        var kept = (await timeline.PageAsync("shop", "web", 100, null, default)).Items;
        kept.Select(e => e.Revision).ShouldBe([11, 10, 9, 8, 7]);
        kept.ShouldAllBe(e => e.ExpiresAt == e.Time.AddDays(90));
    }

    private static async Task<List<string>> MessagesAsync(StatusHost status, string application, int count)
    {
        using var client = status.Client();
        List<string> messages = [];
        for (var tries = 0; messages.Count < count && tries < 1000; tries++)
        {
            var list = await client.GetFromJsonAsync<JsonNode>($"namespaces/shop/applications/{application}/timeline");
            messages = [.. list!["items"]!.AsArray().Select(e => e!["message"]!.ToString())];
            await Task.Delay(10);
        }
        return messages;
    }
}
