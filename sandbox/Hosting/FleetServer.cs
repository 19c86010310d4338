using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Platform.Sandbox.Api;
using Platform.Sandbox.Faults;

namespace Platform.Sandbox.Hosting;

/// <summary>One Kestrel for all clusters, a listener for each (or one for all, told apart by path), and the admin listener.</summary>
internal sealed class FleetServer(SandboxOptions options, IReadOnlyList<Cluster> clusters, Authority authority) : IAsyncDisposable
{
    private readonly Dictionary<string, ListenOptions> _listeners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ConnectionContext, Cluster?> _connections = new();
    private readonly Dictionary<string, Cluster> _byName = clusters.ToDictionary(c => c.Name, StringComparer.Ordinal);
    private Lazy<X509Certificate2>? _expired;
    private WebApplication? _app;
    private ListenOptions? _admin;

    public int PortOf(string cluster) => _listeners[options.SharedPort ? "" : cluster].IPEndPoint!.Port;

    public int AdminPort => _admin!.IPEndPoint!.Port;

    public async Task StartAsync(Ports ports, AdminApi admin)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "sandbox" });
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(500));
        var hosts = new[] { "localhost", "127.0.0.1", "::1", options.Host }.Distinct().ToList();
        var certificate = authority.IssueServer(hosts);
        _expired = new Lazy<X509Certificate2>(() => authority.IssueServer(hosts, TimeSpan.FromMinutes(-1)));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Bodies.Limit;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            _admin = null;
            kestrel.Listen(IPAddress.Loopback, options.AdminPort, l => _admin = l);
            if (options.SharedPort) Listen(kestrel, "", null, ports.Choose("", options.PortBase), certificate);
            else
                for (var i = 0; i < clusters.Count; i++)
                    Listen(kestrel, clusters[i].Name, clusters[i], ports.Choose(clusters[i].Name, PortFor(i)), certificate);
        });
        _app = builder.Build();
        var api = new ApiServer(new Authentication(authority), _app.Logger);
        _app.Run(http => HandleAsync(http, api, admin));
        foreach (var cluster in clusters) cluster.Faults.Aborting += () => Abort(cluster);
        await _app.StartAsync();
        ports.Remember(_listeners.Select(l => (l.Key, l.Value.IPEndPoint!.Port)));
    }

    private int PortFor(int index) => clusters[index].Options.Port != 0 ? clusters[index].Options.Port : options.PortBase == 0 ? 0 : options.PortBase + index;

    private void Listen(KestrelServerOptions kestrel, string name, Cluster? cluster, int port, X509Certificate2 certificate) =>
        kestrel.Listen(options.Host is "127.0.0.1" or "localhost" ? IPAddress.Loopback : IPAddress.Any, port, listen =>
        {
            _listeners[name] = listen;
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(next => connection => TrackAsync(connection, cluster, next));
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificateSelector = (_, _) => cluster?.Faults.Settings.ServerCertificateExpired == true ? _expired!.Value : certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true, // Looked at with the request: a bad one is answered 401.
            });
        });

    /// <summary>Knows the connections of each cluster, so that an outage can cut them; while it lasts new ones are aborted.</summary>
    private async Task TrackAsync(ConnectionContext connection, Cluster? cluster, ConnectionDelegate next)
    {
        if (cluster?.Faults.Outage == true)
        {
            connection.Abort();
            return;
        }
        _connections[connection] = cluster;
        connection.Features.Set(new ClusterOfConnection(cluster));
        try
        {
            await next(connection);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private void Abort(Cluster cluster)
    {
        foreach (var (connection, of) in _connections)
            if (of == cluster) connection.Abort();
    }

    private Task HandleAsync(HttpContext http, ApiServer api, AdminApi admin)
    {
        if (http.Connection.LocalPort == AdminPort) return admin.HandleAsync(http);
        var cluster = http.Features.Get<ClusterOfConnection>()?.Cluster;
        var path = http.Request.Path.Value ?? "/";
        if (cluster is null)
        {
            var parts = path.Split('/', 4);
            cluster = parts is ["", "clusters", ..] && parts.Length > 2 ? _byName.GetValueOrDefault(parts[2]) : null;
            if (cluster is null) return Answers.TextAsync(http, 404, "no such cluster\n");
            path = parts.Length > 3 ? "/" + parts[3] : "/";
            http.Request.PathBase = $"/clusters/{cluster.Name}";
            if (cluster.Faults.Outage)
            {
                http.Abort();
                return Task.CompletedTask;
            }
        }
        return api.HandleAsync(http, cluster, path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null) return;
        foreach (var cluster in clusters)
        {
            cluster.Faults.Hanging = false;
            cluster.Faults.CutWatches();
        }
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed record ClusterOfConnection(Cluster? Cluster);
}
