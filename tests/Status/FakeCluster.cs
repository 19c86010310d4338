using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Status.Tests;

/// <summary>The reading half of an API server: discovery, lists and watches of a few kinds, over plain HTTP. Can go down and come back on its port.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private static readonly (string Group, string Kind, string Plural)[] Kinds =
        [("", "Event", "events"), ("", "Pod", "pods"), ("", "ConfigMap", "configmaps"), ("", "Service", "services"), ("apps", "Deployment", "deployments"), ("apps", "ReplicaSet", "replicasets")];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _objects = [];
    private readonly List<(long Version, string Type, JsonObject Live)> _history = [];
    private WebApplication? _app;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 100;
    private int _port;
    private long _oldest;
    private CancellationTokenSource _watches = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Refuse to list and watch in all namespaces at once.</summary>
    public bool OnlyByNamespace { get; set; }

    /// <summary>The clock of its machine.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Take requests and answer none; open watches stay open.</summary>
    public bool Hangs { get; set; }

    public string Kubeconfig => $$$"""
        {"kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}],
         "clusters":[{"name":"k","cluster":{"server":"http://127.0.0.1:{{{_port}}}" } }],"users":[{"name":"u","user":{"token":"t" } }]}
        """;

    public static async Task<FakeCluster> StartAsync(TimeProvider? clock = null)
    {
        var cluster = new FakeCluster { Clock = clock ?? TimeProvider.System };
        await cluster.UpAsync();
        return cluster;
    }

    public async Task UpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add($"http://127.0.0.1:{_port}");
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    public async Task DownAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Stores an object, as an apply or a controller would; the answer has its version and uid.</summary>
    public JsonObject Put(string json)
    {
        var live = JsonNode.Parse(json)!.AsObject();
        lock (_lock)
        {
            var stored = Put(live);
            Tell();
            return stored;
        }
    }

    /// <summary>Many at once.</summary>
    public IReadOnlyList<JsonObject> PutAll(IEnumerable<string> objects)
    {
        lock (_lock)
        {
            var stored = objects.Select(o => Put(JsonNode.Parse(o)!.AsObject())).ToList();
            Tell();
            return stored;
        }
    }

    /// <summary>All objects there are now.</summary>
    public IReadOnlyList<JsonObject> All()
    {
        lock (_lock)
            return [.. _objects.Values.Select(o => o.DeepClone().AsObject())];
    }

    /// <summary>Every open watch breaks off.</summary>
    public void CutWatches() => Interlocked.Exchange(ref _watches, new()).Cancel();

    /// <summary>What happened so far is no longer told: whoever resumes from there gets 410.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _oldest = ++_version;
            _history.Clear();
        }
    }

    public void Remove(JsonObject live)
    {
        lock (_lock)
        {
            _objects.Remove(Key(live));
            var gone = live.DeepClone().AsObject();
            gone["metadata"]!["resourceVersion"] = $"{++_version}";
            _history.Add((_version, "DELETED", gone));
            Tell();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await DownAsync();
        }
        catch (ObjectDisposedException)
        {
            // Was down already.
        }
    }

    private static string Key(JsonObject live) => $"{live["kind"]}/{live["metadata"]!["name"]}";

    private JsonObject Put(JsonObject live)
    {
        var metadata = live["metadata"]!.AsObject();
        var known = _objects.GetValueOrDefault(Key(live));
        metadata["namespace"] ??= "shop";
        metadata["uid"] = known?["metadata"]!["uid"]!.ToString() ?? metadata["uid"]?.ToString() ?? $"uid-{metadata["name"]}";
        metadata["creationTimestamp"] ??= $"{Clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}";
        metadata["resourceVersion"] = $"{++_version}";
        _objects[Key(live)] = live;
        _history.Add((_version, known is null ? "ADDED" : "MODIFIED", live.DeepClone().AsObject()));
        return live.DeepClone().AsObject();
    }

    private void Tell()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue(path);
        context.Response.ContentType = "application/json";
        if (Hangs)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (path == "/version")
            await context.Response.WriteAsync("""{"major":"1","minor":"36","gitVersion":"v1.36.2"}""");
        else if (path is "/api" or "/apis")
            await context.Response.WriteAsync(Discovery(path == "/api").ToJsonString());
        else if (OnlyByNamespace && !path.Contains("/namespaces/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync("""{"kind":"Status","code":403,"reason":"Forbidden","message":"not at the cluster scope"}""");
        }
        else if (context.Request.Query["watch"] == "true")
            await WatchAsync(context);
        else if (path.Split('/') is var parts && Kinds.FirstOrDefault(k => k.Plural == parts[^2]) is { Kind: { } kind })
            await GetAsync(context.Response, $"{kind}/{parts[^1]}");
        else
            await context.Response.WriteAsync(List(context.Request).ToJsonString());
    }

    private async Task GetAsync(HttpResponse response, string key)
    {
        JsonObject? live;
        lock (_lock)
            live = _objects.GetValueOrDefault(key)?.DeepClone().AsObject();
        response.StatusCode = live is null ? 404 : 200;
        await response.WriteAsync(live?.ToJsonString() ?? """{"kind":"Status","code":404,"reason":"NotFound","message":"not found"}""");
    }

    private JsonObject List(HttpRequest request)
    {
        lock (_lock)
            return new()
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" },
                ["items"] = new JsonArray([.. _objects.Values.Where(o => Fits(o, request)).Select(o => o.DeepClone())]),
            };
    }

    private async Task WatchAsync(HttpContext context)
    {
        var after = long.Parse(context.Request.Query["resourceVersion"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
        await context.Response.Body.FlushAsync();
        var cut = _watches.Token;
        using var registration = cut.Register(context.Abort);
        try
        {
            while (true)
            {
                List<(long Version, string Type, JsonObject Live)> news;
                Task changed;
                lock (_lock)
                {
                    if (after < _oldest)
                        news = [(0, "ERROR", new() { ["kind"] = "Status", ["code"] = 410, ["message"] = "too old resource version" })];
                    else
                        news = [.. _history.Where(h => h.Version > after && Fits(h.Live, context.Request))];
                    changed = _changed.Task;
                }
                foreach (var (version, type, live) in news)
                {
                    await context.Response.WriteAsync(new JsonObject { ["type"] = type, ["object"] = live.DeepClone() }.ToJsonString() + "\n", context.RequestAborted);
                    if (type == "ERROR")
                        return;
                    after = version;
                }
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await changed.WaitAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static bool Fits(JsonObject live, HttpRequest request)
    {
        var parts = request.Path.Value!.Split('/');
        var kind = Kinds.First(k => k.Plural == parts[^1]).Kind;
        var labels = live["metadata"]!["labels"] as JsonObject;
        var selector = request.Query["labelSelector"].ToString().Split('=');
        var without = selector[0].StartsWith('!');
        var label = labels?[selector[0].TrimStart('!')]?.ToString();
        return live["kind"]!.ToString() == kind
            && (parts[^3] != "namespaces" || parts[^2] == live["metadata"]!["namespace"]!.ToString())
            && (selector[0].Length == 0 || (without ? label is null : label is not null && (selector.Length == 1 || label == selector[1])));
    }

    private static JsonObject Discovery(bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["items"] = new JsonArray([.. Kinds.Where(k => (k.Group.Length == 0) == core).GroupBy(k => k.Group).Select(g => (JsonNode)new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = g.Key },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = "v1",
                ["resources"] = new JsonArray([.. g.Select(k => (JsonNode)new JsonObject
                {
                    ["resource"] = k.Plural,
                    ["responseKind"] = new JsonObject { ["kind"] = k.Kind },
                    ["scope"] = "Namespaced",
                })]),
            }),
        })]),
    };
}
