using Microsoft.Extensions.DependencyInjection;
using Platform.Build.Logs;
using Platform.Contracts.Build.V1;

namespace Platform.Build.Tests;

public sealed class LogTests
{
    private const string Path = "namespaces/default/packages/shop/1.0.0/log";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Following_ends_when_the_last_component_has_ended_and_shows_them_all()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        await host.PushImageAsync("shop/web", "1.0.0");
        var lines = new List<string>();

        await host.AskAsync(BuildHost.Wish("platform.local/shop/web:1.0.0", "web", "web", "api"));
        var following = Task.Run(async () =>
        {
            await foreach (var line in host.Service.LinesAsync(Path + "?follow=true"))
            {
                lines.Add(line);
                // The second is asked for only once the first has been seen: following must not end in between.
                if (lines.Count == 1)
                    await host.AskAsync(BuildHost.Wish("platform.local/shop/api:1.0.0", "api", "web", "api"));
            }
        }, Ct);
        await following;

        lines.ShouldContain(l => l.StartsWith("web | Done: component package sha256:"));
        lines.ShouldContain("api | Failed: platform.local has no image shop/api:1.0.0.");
    }

    [Fact]
    public async Task One_component_alone_can_be_read()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        var (web, api) = (BuildHost.Wish("platform.local/a:1", "web", "web", "api"), BuildHost.Wish("platform.local/b:1", "api", "web", "api"));
        await host.AskAsync(web);
        await host.AskAsync(api);
        await host.EndOfAsync(web.Task);
        await host.EndOfAsync(api.Task);

        string text = "";
        await Wait.UntilAsync("the log is stored", async () => (text = (await host.Service.GetAsync(Path + "?component=api")).Text).Contains("Failed"));

        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(l => l.StartsWith("api | "));
    }

    [Fact]
    public async Task A_package_nobody_builds_has_no_log()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);

        var answer = await host.Service.GetAsync("namespaces/default/packages/shop/9.9.9/log");

        answer.Status.ShouldBe(404);
        answer.Detail!.ShouldContain("shop:9.9.9");
    }

    [Fact]
    public async Task A_build_that_prints_without_end_is_cut_off_with_a_note()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        var logs = host.Service.Services.GetRequiredService<BuildLogs>();
        var task = Guid.NewGuid();
        var line = new string('x', 10_000);

        await using (var log = await logs.OpenAsync(task, Ct))
        {
            for (var i = 0; i < 6_000; i++)
                await log.PrintAsync(line, Ct);
        }

        long characters = 0;
        string? last = null;
        await foreach (var part in logs.ReadAsync(task, 0, Ct))
        {
            part.Lines.ShouldAllBe(l => l.Length <= BuildLog.MaxLine + 2);
            characters += part.Lines.Sum(l => l.Length);
            last = part.Lines[^1];
        }

        characters.ShouldBeLessThan(BuildLog.MaxCharacters + 1_000);
        last.ShouldNotBeNull().ShouldContain("the rest was left out");
    }
}
