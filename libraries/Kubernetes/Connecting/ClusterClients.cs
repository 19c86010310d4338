using System.Collections.Concurrent;

namespace Platform.Kubernetes;

/// <summary>One client per cluster, shared by everybody in the process; replaced when the credentials change.</summary>
public sealed class ClusterClients(ClusterClientOptions? options = null, KubeconfigPolicy? policy = null, TimeProvider? time = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ClusterClient>> _clients = new(StringComparer.Ordinal);

    /// <summary>The policy kubeconfigs are read with.</summary>
    public KubeconfigPolicy Policy { get; } = policy ?? KubeconfigPolicy.Default;

    /// <summary>The client of a cluster; a new one when the kubeconfig says something else than the last time.</summary>
    /// <exception cref="KubernetesException">Reason InvalidAccess: the kubeconfig is refused.</exception>
    public ClusterClient Get(string cluster, string kubeconfig)
    {
        if (_clients.TryGetValue(cluster, out var known) && known.Value.Matches(kubeconfig))
            return known.Value;
        var reading = KubeconfigReader.Read(kubeconfig, Policy);
        if (!reading.Accepted)
            throw new KubernetesException(new()
            {
                StatusCode = 0,
                Reason = FailureReasons.InvalidAccess,
                Message = "The kubeconfig is refused: " + string.Join("; ", reading.Faults.Select(f => $"{f.Path} {f.Detail}")),
                Retryable = false,
            });
        var client = Get(cluster, reading.Access);
        client.RememberKubeconfig(kubeconfig);
        return client;
    }

    /// <summary>The client of a cluster; a new one when access differs from the last time.</summary>
    public ClusterClient Get(string cluster, ClusterAccess access)
    {
        ArgumentNullException.ThrowIfNull(access);
        var fingerprint = access.Fingerprint;
        while (true)
        {
            if (_clients.TryGetValue(cluster, out var known) && known.Value.Fingerprint == fingerprint)
                return known.Value;
            var fresh = new Lazy<ClusterClient>(() => new ClusterClient(cluster, access, fingerprint, options, time));
            if (known is null ? _clients.TryAdd(cluster, fresh) : _clients.TryUpdate(cluster, fresh, known))
            {
                if (known is not null)
                    _ = known.Value.RetireAsync();
                return fresh.Value;
            }
        }
    }

    /// <summary>Forgets a cluster; what is under way there may finish, watches end.</summary>
    public async ValueTask EvictAsync(string cluster)
    {
        if (_clients.TryRemove(cluster, out var known))
            await known.Value.RetireAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clients.Keys.ToList())
            if (_clients.TryRemove(cluster, out var known))
                await known.Value.DisposeAsync();
    }
}
