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
using Platform.Kubernetes;

namespace Platform.Libraries.Tests.Kubernetes;

/// <summary>An API server over real TLS and HTTP/2 that answers what a test tells it to.</summary>
internal sealed class ScriptedCluster : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ClusterClients _clients;

    private ScriptedCluster(WebApplication app, TestAuthority authority, ClusterClientOptions? options)
    {
        (_app, Authority) = (app, authority);
        _clients = new(options ?? new() { RetryPause = TimeSpan.FromMilliseconds(5), WatchPause = TimeSpan.FromMilliseconds(5) });
    }

    public delegate Task Answering(HttpContext context, int count);

    public TestAuthority Authority { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public string Server { get; private set; } = "";

    public string Kubeconfig => Kubeconfigs(Authority, Server);

    public ClusterClient Client => _clients.Get("test", Kubeconfig);

    /// <summary>Discovery of ConfigMaps, Jobs, Deployments and Widgets is answered here; the rest is the test's. The count is per method and path.</summary>
    public static async Task<ScriptedCluster> StartAsync(Answering answer, ClusterClientOptions? options = null)
    {
        var authority = new TestAuthority();
        var certificate = authority.IssueForServer("cluster.test");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l =>
        {
            l.Protocols = HttpProtocols.Http1AndHttp2;
            l.UseHttps(certificate);
        }));
        var app = builder.Build();
        var cluster = new ScriptedCluster(app, authority, options);
        var counts = new ConcurrentDictionary<string, int>();
        app.Run(async context =>
        {
            cluster.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            var count = counts.AddOrUpdate($"{context.Request.Method} {context.Request.Path}", 1, (_, n) => n + 1);
            if (context.Request.Path == "/api")
                await AnswerAsync(context, 200, Core);
            else if (context.Request.Path == "/apis")
                await AnswerAsync(context, 200, Groups);
            else
                await answer(context, count);
        });
        await app.StartAsync();
        cluster.Server = app.Urls.First();
        return cluster;
    }

    public static Task AnswerAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public static Task FailAsync(HttpContext context, int status, string reason, string message, string details = "{}") =>
        AnswerAsync(context, status, new JsonObject
        {
            ["kind"] = "Status",
            ["status"] = "Failure",
            ["code"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["details"] = JsonNode.Parse(details),
        }.ToJsonString());

    public static string Kubeconfigs(TestAuthority authority, string server, string extra = "") =>
        $$$"""
        {"kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}],
         "clusters":[{"name":"k","cluster":{"server":"{{{server}}}","certificate-authority-data":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(authority.Pem))}}}"{{{extra}}}}}],
         "users":[{"name":"u","user":{"token":"secret-token"}}]}
        """;

    public async ValueTask DisposeAsync()
    {
        await _clients.DisposeAsync();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private const string Core = """
        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
          {"resource":"configmaps","responseKind":{"kind":"ConfigMap"},"scope":"Namespaced","verbs":["get","list","watch","patch"]},
          {"resource":"namespaces","responseKind":{"kind":"Namespace"},"scope":"Cluster","verbs":["get","list","watch","patch"]}]}]}]}
        """;

    private const string Groups = """
        {"kind":"APIGroupDiscoveryList","items":[
          {"metadata":{"name":"batch"},"versions":[{"version":"v1","resources":[{"resource":"jobs","responseKind":{"kind":"Job"},"scope":"Namespaced","verbs":["get"]}]}]},
          {"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{"resource":"deployments","responseKind":{"kind":"Deployment"},"scope":"Namespaced","verbs":["get"]}]}]},
          {"metadata":{"name":"down.example.org"},"versions":[{"version":"v1","freshness":"Stale"}]}]}
        """;
}
