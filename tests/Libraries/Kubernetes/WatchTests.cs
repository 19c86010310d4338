using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Platform.Kubernetes;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Kubernetes;

public sealed class WatchTests
{
    private static readonly ApiResource ConfigMaps = new() { Group = "", Version = "v1", Kind = "ConfigMap", Plural = "configmaps", Namespaced = true };

    [Fact]
    public async Task A_watch_lists_then_tells_changes_from_where_the_list_ended()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => IsWatch(context)
            ? StreamAsync(context, Event("ADDED", "b", 6), Event("MODIFIED", "a", 7), Event("DELETED", "a", 8))
            : ListAsync(context, 5, ("a", 4)));

        var events = await TakeAsync(cluster, 7, new() { LabelSelector = "x=y" });

        events.Select(Describe).ShouldBe(["ListStarted", "Listed a", "ListEnded", "Alive", "Added b", "Modified a", "Deleted a"]);
        events[1].Live!["kind"]!.ToString().ShouldBe("ConfigMap");
        events[1].Live!["metadata"]!["managedFields"].ShouldBeNull();
        Watches(cluster).First().ShouldContain("resourceVersion=5");
        Watches(cluster).First().ShouldContain("labelSelector=x%3Dy");
        Watches(cluster).First().ShouldContain("allowWatchBookmarks=true");
    }

    [Fact]
    public async Task An_ended_watch_resumes_after_the_last_bookmark_without_listing_again()
    {
        await using var cluster = await ScriptedCluster.StartAsync(async (context, count) =>
        {
            if (!IsWatch(context))
                await ListAsync(context, 5);
            else if (count == 2)
                await StreamAsync(context, """{"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"99"}}}""");
            else
                await StreamAsync(context, Event("ADDED", "late", 100));
        });

        var events = await UntilAsync(cluster, e => e.Type == WatchEventType.Added);

        events.Count(e => e.Type == WatchEventType.ListStarted).ShouldBe(1);
        Watches(cluster)[1].ShouldContain("resourceVersion=99");
    }

    [Fact]
    public async Task A_version_too_old_inside_the_stream_means_listing_anew()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, count) => IsWatch(context)
            ? count == 2
                ? StreamAsync(context, """{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old resource version: 1 (20)","reason":"Expired","code":410}}""")
                : StreamAsync(context, Event("ADDED", "late", 31))
            : ListAsync(context, count == 1 ? 5 : 30, ("a", 4)));

        var events = await UntilAsync(cluster, e => e.Type == WatchEventType.Added);

        events.Count(e => e.Type == WatchEventType.ListEnded).ShouldBe(2);
        events.ShouldNotContain(e => e.Type == WatchEventType.Interrupted);
        Watches(cluster)[1].ShouldContain("resourceVersion=30");
    }

    [Fact]
    public async Task A_410_answer_means_listing_anew_too()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, count) => IsWatch(context)
            ? count == 2 ? ScriptedCluster.FailAsync(context, 410, "Expired", "too old") : StreamAsync(context, Event("ADDED", "late", 31))
            : ListAsync(context, 5));

        (await UntilAsync(cluster, e => e.Type == WatchEventType.Added)).Count(e => e.Type == WatchEventType.ListEnded).ShouldBe(2);
    }

    [Fact]
    public async Task A_list_of_several_pages_is_one_list()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => IsWatch(context)
            ? StreamAsync(context)
            : context.Request.Query["continue"] == "next"
                ? ListAsync(context, 5, ("b", 2))
                : ScriptedCluster.AnswerAsync(context, 200, """{"metadata":{"resourceVersion":"5","continue":"next"},"items":[{"metadata":{"name":"a","resourceVersion":"1"}}]}"""));

        (await TakeAsync(cluster, 4)).Select(Describe).ShouldBe(["ListStarted", "Listed a", "Listed b", "ListEnded"]);
    }

    [Fact]
    public async Task Failures_are_told_and_the_watch_goes_on_by_itself()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, count) =>
            count <= 2 ? ScriptedCluster.FailAsync(context, 403, "Forbidden", "configmaps is forbidden") : IsWatch(context) ? StreamAsync(context) : ListAsync(context, 5));

        var events = await UntilAsync(cluster, e => e.Type == WatchEventType.ListEnded);

        events.Where(e => e.Type == WatchEventType.Interrupted).Select(e => e.Failure!.Reason).ShouldBe(["Forbidden", "Forbidden"]);
    }

    [Fact]
    public async Task A_watch_ends_when_the_credentials_are_replaced()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => IsWatch(context) ? StreamAsync(context) : ListAsync(context, 5));
        await using var clients = new ClusterClients();
        var client = clients.Get("c", cluster.Kubeconfig);
        var ended = false;
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in client.WatchAsync(ConfigMaps))
            {
            }
            ended = true;
        });
        await Until.TrueAsync(() => Watches(cluster).Count > 0);

        var replaced = clients.Get("c", cluster.Kubeconfig.Replace("secret-token", "another", StringComparison.Ordinal));

        await reading.WaitAsync(TimeSpan.FromSeconds(20));
        ended.ShouldBeTrue();
        replaced.ShouldNotBeSameAs(client);
        clients.Get("c", cluster.Kubeconfig.Replace("secret-token", "another", StringComparison.Ordinal)).ShouldBeSameAs(replaced);
    }

    private static bool IsWatch(HttpContext context) => context.Request.Query["watch"] == "true";

    private static List<string> Watches(ScriptedCluster cluster) => [.. cluster.Requests.Where(r => r.Contains("watch=true", StringComparison.Ordinal))];

    private static string Event(string type, string name, int version) =>
        $$$$"""{"type":"{{{{type}}}}","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{{name}}}}","resourceVersion":"{{{{version}}}}","managedFields":[{}]}}}""";

    private static Task ListAsync(HttpContext context, int version, params (string Name, int Version)[] items) =>
        ScriptedCluster.AnswerAsync(context, 200, new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{version}" },
            ["items"] = new JsonArray([.. items.Select(i => (JsonNode)new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = i.Name, ["resourceVersion"] = $"{i.Version}", ["managedFields"] = new JsonArray() },
            })]),
        }.ToJsonString());

    /// <summary>Lines, in pieces that don't end where lines do; then silence.</summary>
    private static async Task StreamAsync(HttpContext context, params string[] lines)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync();
        var text = string.Concat(lines.Select(l => l + "\n"));
        for (var at = 0; at < text.Length; at += 50)
        {
            await context.Response.WriteAsync(text.Substring(at, Math.Min(50, text.Length - at)));
            await context.Response.Body.FlushAsync();
        }
        if (lines.Length == 1 && lines[0].Contains("\"BOOKMARK\"", StringComparison.Ordinal))
            return;
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static string Describe(WatchEvent e) => e.Live is null ? e.Type.ToString() : $"{e.Type} {e.Live["metadata"]!["name"]}";

    private static async Task<List<WatchEvent>> TakeAsync(ScriptedCluster cluster, int count, WatchOptions? options = null)
    {
        var events = new List<WatchEvent>();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var e in cluster.Client.WatchAsync(ConfigMaps, options, bound.Token))
        {
            events.Add(e);
            if (events.Count == count)
                break;
        }
        return events;
    }

    private static async Task<List<WatchEvent>> UntilAsync(ScriptedCluster cluster, Func<WatchEvent, bool> last)
    {
        var events = new List<WatchEvent>();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var e in cluster.Client.WatchAsync(ConfigMaps, null, bound.Token))
        {
            events.Add(e);
            if (last(e))
                break;
        }
        return events;
    }
}
