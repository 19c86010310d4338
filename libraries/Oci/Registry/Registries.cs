using System.Collections.Concurrent;
using System.Net;

namespace Platform.Oci;

/// <summary>The clients of all registries in use: one per host, sharing connections and tokens.</summary>
public sealed class Registries : IDisposable
{
    private readonly ConcurrentDictionary<string, RegistryStore> _stores = new(StringComparer.OrdinalIgnoreCase);
    private readonly RegistriesOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>Throws <see cref="FormatException"/> when a configured address cannot be read.</summary>
    public Registries(RegistriesOptions options, TimeProvider? time = null)
    {
        _options = options;
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        })
        {
            // RegistryConnection has its own limits: a large blob may take longer than any single one.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        foreach (var (host, address) in options.Endpoints)
            _stores[host] = Open(RegistryEndpoint.Parse(address) with { Host = host });
    }

    /// <summary>The registry with this host in references.</summary>
    public IArtifactStore For(string host) => _stores.GetOrAdd(host, h => Open(RegistryEndpoint.For(h, IsPlainHttp(h))));

    /// <summary>A client of one registry, over the shared connections.</summary>
    public RegistryStore Open(RegistryEndpoint endpoint) => new(_http, endpoint, _time);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private bool IsPlainHttp(string host)
    {
        var name = host.StartsWith('[') ? host[1..host.IndexOf(']', StringComparison.Ordinal)] : host.Split(':')[0];
        return _options.PlainHttp.Contains(host, StringComparer.OrdinalIgnoreCase)
            || name == "localhost"
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
