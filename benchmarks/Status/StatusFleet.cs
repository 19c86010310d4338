using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Platform.Benchmarks.Sandbox;
using Platform.Contracts.Deploy.V1;
using Platform.Health;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Status;

namespace Platform.Benchmarks.Status;

/// <summary>The Status service in this process, alone, and sandbox clusters in another; what Deploy would say is said by the benchmark.</summary>
internal sealed partial class StatusFleet : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeterListener _listener = new();
    private long _watched;

    private StatusFleet(WebApplication app)
    {
        _app = app;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "platform.status.objects")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _watched, change));
        _listener.Start();
    }

    /// <summary>Live objects that Status watches, as its metric says.</summary>
    public long Watched => Interlocked.Read(ref _watched);

    public IBus Bus => _app.Services.GetRequiredService<IBus>();

    public static async Task<StatusFleet> StartAsync(string folder, Action<IBusRegistrationConfigurator>? consumers = null)
    {
        var builder = PlatformHost.CreateBuilder([$"--Platform:DataDirectory={folder}", $"--Platform:LogFile={Path.Combine(folder, "log")}"], "status");
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.AddStatusService();
        if (consumers is not null)
            builder.AddMessaging("benchmark", consumers);
        var app = PlatformHost.Build(builder, a => a.MapStatusService());
        var fleet = new StatusFleet(app);
        await app.StartAsync();
        return fleet;
    }

    /// <summary>Tells Status of a cluster and of all its managed objects of a kind, as one application's.</summary>
    public async Task DeliverAsync(string name, string kubeconfig, HttpClient http, string plural, string kind, string apiVersion)
    {
        var key = _app.Services.GetRequiredService<MasterKey>();
        await Bus.Publish(new ClusterCredentialsChanged
        {
            Cluster = name,
            EncryptedKubeconfig = key.Encrypt(kubeconfig, ClusterCredentialsChanged.Purpose),
            KeyId = key.KeyId,
            Generation = 1,
            Removed = false,
        });
        var prefix = apiVersion.Contains('/', StringComparison.Ordinal) ? "apis" : "api";
        var list = JsonNode.Parse(await http.GetStringAsync($"{UrlOf(kubeconfig)}/{prefix}/{apiVersion}/namespaces/default/{plural}?labelSelector=platform.oam.dev/managed-by%3Dplatform"))!;
        var objects = list["items"]!.AsArray().OfType<JsonObject>().ToList();
        var printKey = key.Derive(ClusterApplied.PrintPurpose);
        foreach (var (page, some) in objects.Chunk(200).Index())
        {
            var fields = some.Select(o => RenderedFields.Of(Rendered(o))).ToList();
            await Bus.Publish(new ClusterApplied
            {
                Namespace = "default",
                Application = name,
                Cluster = name,
                Rollout = Guid.NewGuid(),
                Revision = 1,
                Attempt = 1,
                Sequence = 1,
                Page = page,
                Pages = (objects.Count + 199) / 200,
                Changed = some.Length,
                Unchanged = 0,
                Shapes = fields.DistinctBy(f => f.Id).ToDictionary(f => f.Id, f => f.Text),
                Inventory = [.. some.Zip(fields).Select(pair => new AppliedObject
                {
                    ApiVersion = apiVersion,
                    Kind = kind,
                    Namespace = "default",
                    Name = pair.First["metadata"]!["name"]!.ToString(),
                    Component = "web",
                    Resource = plural,
                    Uid = pair.First["metadata"]!["uid"]!.ToString(),
                    ResourceVersion = pair.First["metadata"]!["resourceVersion"]!.ToString(),
                    Generation = pair.First["metadata"]!["generation"]?.GetValue<long>() ?? 0,
                    Shape = pair.Second.Id,
                    Print = Convert.ToBase64String(pair.Second.Print(pair.First, printKey)),
                })],
            });
        }
    }

    public static string UrlOf(string kubeconfig) => Server().Match(kubeconfig).Groups[1].Value;

    /// <summary>A Deployment as the platform renders one.</summary>
    public static byte[] Deployment(string name, bool paused) => Encoding.UTF8.GetBytes("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"NAME","namespace":"default","labels":{"platform.oam.dev/managed-by":"platform",
          "app.oam.dev/name":"NAME","app.oam.dev/namespace":"default","app.oam.dev/component":"web","app.oam.dev/appRevision":"NAME-v1","app.oam.dev/resourceType":"WORKLOAD","workload.oam.dev/type":"webservice"}},
         "spec":{"paused":PAUSED,"replicas":0,"selector":{"matchLabels":{"app.oam.dev/component":"NAME"}},
          "template":{"metadata":{"labels":{"app.oam.dev/component":"NAME"}},"spec":{"containers":[{"name":"web","image":"nginx:1.25","ports":[{"containerPort":80}],
            "env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"resources":{"limits":{"cpu":"0.5","memory":"128Mi"}}}]}}}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("PAUSED", paused ? "true" : "false", StringComparison.Ordinal));

    /// <summary>A ConfigMap of about a kilobyte.</summary>
    public static byte[] ConfigMap(string name) => Encoding.UTF8.GetBytes("""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME","namespace":"default","labels":{"platform.oam.dev/managed-by":"platform",
          "app.oam.dev/name":"big","app.oam.dev/namespace":"default","app.oam.dev/component":"web","app.oam.dev/appRevision":"big-v1","app.oam.dev/resourceType":"WORKLOAD"}},
         "data":{"a":"LONG","b":"LONG","c":"1","d":"2"}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("LONG", new string('x', 400), StringComparison.Ordinal));

    /// <summary>A client that may read everything.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = new Uri(_app.Urls.First()), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add(IdentityTokens.Header, _app.Services.GetRequiredService<IdentityTokens>().Issue(new("benchmark", "key", [new(Role.Viewer)])));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static JsonObject Rendered(JsonObject live)
    {
        var rendered = (JsonObject)live.DeepClone();
        rendered.Remove("status");
        (rendered["metadata"] as JsonObject)!.Remove("annotations");
        return rendered;
    }

    [GeneratedRegex("server: (\\S+)")]
    private static partial Regex Server();
}
