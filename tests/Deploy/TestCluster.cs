using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Libraries.Tests.Kubernetes;

namespace Platform.Deploy.Tests;

/// <summary>
/// As much of a Kubernetes API as Deploy sees, over real TLS and HTTP/2: discovery, version, server-side apply, get, delete with a
/// precondition. It can be away, and refuse things. (The sandbox is the thorough one; what is tested here is Deploy.)
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly TestAuthority Authority = new();
    private readonly WebApplication app;
    private long version = 1;

    private TestCluster(string name, WebApplication app) => (Name, this.app) = (name, app);

    public string Name { get; }

    /// <summary>Nothing is answered: connections break.</summary>
    public bool Away { get; set; }

    /// <summary>Called before every write is done; it may throw to refuse, wait, or do something on the side.</summary>
    public Func<string, string, Task<(int Status, string Reason, string Message)?>>? Before { get; set; }

    /// <summary>Asked after every write: true = nobody hears of it, the connection breaks instead of an answer.</summary>
    public Func<string, string, bool>? Mute { get; set; }

    /// <summary>It does also what nobody waits for any more, as a server does that had a request for long in its queue.</summary>
    public bool Late { get; set; }

    /// <summary>More groups of its discovery, each after a comma.</summary>
    public string MoreGroups { get; set; } = "";

    /// <summary>What the account may do, as JSON; null = it isn't told.</summary>
    public string? Rules { get; set; }

    public ConcurrentDictionary<string, JsonObject> Objects { get; } = new();

    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>How deletions were answered.</summary>
    public ConcurrentQueue<int> Deletions { get; } = new();

    public string Kubeconfig => $$$"""
        {"kind":"Config","apiVersion":"v1","current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}],
         "clusters":[{"name":"k","cluster":{"server":"{{{app.Urls.First()}}}","certificate-authority-data":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Authority.Pem))}}}"}}],
         "users":[{"name":"u","user":{"token":"secret-token"}}]}
        """;

    public static async Task<TestCluster> StartAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(Authority.IssueForServer("cluster.test"));
        }));
        var app = builder.Build();
        var cluster = new TestCluster(name, app);
        app.Run(cluster.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <summary>The object at a path such as <c>apis/apps/v1/namespaces/shop/deployments/web</c>.</summary>
    public JsonObject? Live(string path) => Objects.GetValueOrDefault("/" + path);

    public JsonObject? Deployment(string ns, string name) => Live($"apis/apps/v1/namespaces/{ns}/deployments/{name}");

    public string? Image(string ns, string name) => Deployment(ns, name)?["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"]?.ToString();

    /// <summary>The first write to a path that ends so is held until it is told to go on.</summary>
    public (Task Begun, TaskCompletionSource GoOn) HoldFirst(string ending)
    {
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Before = async (_, path) =>
        {
            if (path.EndsWith(ending, StringComparison.Ordinal) && begun.TrySetResult())
                await goOn.Task;
            return null;
        };
        return (begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), goOn);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (Away)
        {
            context.Abort();
            return;
        }

        var path = context.Request.Path.Value!;
        var (status, body) = path switch
        {
            "/version" => (200, """{"major":"1","minor":"36","gitVersion":"v1.36.0"}"""),
            "/api" => (200, Core),
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews" => Rules is { } rules ? (201, $$$"""{"kind":"SelfSubjectRulesReview","status":{"incomplete":false,"resourceRules":{{{rules}}}}}""") : Failure(404, "NotFound", "no reviews here"),
            "/apis" => (200, Groups.Replace("MORE", MoreGroups, StringComparison.Ordinal)),
            _ => await OnObjectAsync(context, path),
        };
        if (context.Request.Method != "GET" && Mute?.Invoke(context.Request.Method, path) == true)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    private async Task<(int, string)> OnObjectAsync(HttpContext context, string path)
    {
        if (context.Request.Method == "GET")
            return Objects.TryGetValue(path, out var live) ? (200, live.ToJsonString()) : Missing(path);
        Writes.Enqueue($"{context.Request.Method} {path}{context.Request.QueryString}");
        var body = (JsonObject)JsonNode.Parse(await new StreamReader(context.Request.Body).ReadToEndAsync())!;
        if (Before is { } before && await before(context.Request.Method, path) is { } refusal)
            return Failure(refusal.Status, refusal.Reason, refusal.Message);
        // As an API server does it: nobody waits for the answer any more, so nothing is done (mostly: there is always a moment too late).
        if (!Late && context.RequestAborted.IsCancellationRequested)
            return Failure(504, "Timeout", "the caller has gone");
        return context.Request.Method switch
        {
            "PATCH" when context.Request.ContentType!.Contains("merge-patch", StringComparison.Ordinal) => Merge(path, body),
            "PATCH" => Apply(path, body, context.Request.Query["dryRun"] == "All"),
            "DELETE" => Delete(path, body["preconditions"]?["uid"]?.ToString(), body["preconditions"]?["resourceVersion"]?.ToString()),
            _ => Failure(405, "MethodNotAllowed", "not here"),
        };
    }

    private (int, string) Apply(string path, JsonObject wanted, bool dryRun)
    {
        lock (Objects)
        {
            if (wanted["metadata"]?["namespace"]?.ToString() is { } ns && !Objects.ContainsKey($"/api/v1/namespaces/{ns}"))
                return Failure(404, "NotFound", $"namespaces \"{ns}\" not found");
            var known = Objects.GetValueOrDefault(path);
            var fresh = (JsonObject)wanted.DeepClone();
            fresh["metadata"]!["uid"] = known?["metadata"]?["uid"]?.ToString() ?? Guid.NewGuid().ToString();
            fresh["metadata"]!["resourceVersion"] = known?["metadata"]?["resourceVersion"]?.ToString();
            if (known is not null && JsonNode.DeepEquals(known, fresh))
                return (200, known.ToJsonString());
            fresh["metadata"]!["resourceVersion"] = $"{++version}";
            if (!dryRun)
                Objects[path] = fresh;
            return (known is null ? 201 : 200, fresh.ToJsonString());
        }
    }

    private (int, string) Merge(string path, JsonObject patch)
    {
        lock (Objects)
        {
            if (!Objects.TryGetValue(path, out var live))
                return Missing(path);
            if (patch["metadata"]?["resourceVersion"] is { } seen && seen.ToString() != live["metadata"]!["resourceVersion"]!.ToString())
                return Failure(409, "Conflict", "the object has been modified");
            Merge(live, patch);
            live["metadata"]!["resourceVersion"] = $"{++version}";
            return (200, live.ToJsonString());
        }
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject map && into[name] is JsonObject there)
                Merge(there, map);
            else
                into[name] = value?.DeepClone();
        }
    }

    private (int, string) Delete(string path, string? uid, string? version)
    {
        var answer = Deleted(path, uid, version);
        Deletions.Enqueue(answer.Status);
        return answer;
    }

    private (int Status, string Body) Deleted(string path, string? uid, string? version)
    {
        lock (Objects)
        {
            if (!Objects.TryGetValue(path, out var live))
                return Missing(path);
            if (uid is not null && live["metadata"]!["uid"]!.ToString() != uid)
                return Failure(409, "Conflict", "the UID in the precondition does not match");
            if (version is not null && live["metadata"]!["resourceVersion"]!.ToString() != version)
                return Failure(409, "Conflict", "the ResourceVersion in the precondition does not match");
            Objects.TryRemove(path, out _);
            return (200, """{"kind":"Status","status":"Success"}""");
        }
    }

    private static (int, string) Missing(string path) => Failure(404, "NotFound", $"{path[(path.LastIndexOf('/') + 1)..]} not found");

    private static (int, string) Failure(int status, string reason, string message) => (status, new JsonObject
    {
        ["kind"] = "Status",
        ["status"] = "Failure",
        ["code"] = status,
        ["reason"] = reason,
        ["message"] = message,
        ["details"] = new JsonObject(),
    }.ToJsonString());

    private static string Kind(string plural, string kind, string scope = "Namespaced") =>
        $$$"""{"resource":"{{{plural}}}","responseKind":{"kind":"{{{kind}}}"},"scope":"{{{scope}}}","verbs":["get","list","watch","patch","delete"]}""";

    private static readonly string Core = $$$"""
        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
          {{{Kind("configmaps", "ConfigMap")}}},{{{Kind("secrets", "Secret")}}},{{{Kind("services", "Service")}}},{{{Kind("namespaces", "Namespace", "Cluster")}}}]}]}]}
        """;

    private static readonly string Groups = $$$"""
        {"kind":"APIGroupDiscoveryList","items":[
          {"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{{{Kind("deployments", "Deployment")}}}]}]},
          {"metadata":{"name":"batch"},"versions":[{"version":"v1","resources":[{{{Kind("jobs", "Job")}}}]}]}MORE]}
        """;
}
