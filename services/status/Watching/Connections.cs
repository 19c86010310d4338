using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Kubernetes;
using Platform.Status.Access;

namespace Platform.Status.Watching;

/// <summary>
/// Clients of the clusters. A kubeconfig was checked by the platform's policy when the cluster was registered; here only what no
/// policy allows is refused.
/// </summary>
internal sealed class Connections(MasterKey key, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Sessions ask for signs of life themselves; for hundreds of clusters the connections' own asking is most of what they cost.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly ClusterClients _clients = new(new() { KeepAlive = KeepAlive }, policy: new() { AllowHttp = true, AllowInsecureTls = true }, time: clock);

    /// <summary>The key of the prints of what was applied.</summary>
    public byte[] PrintKey { get; } = key.Derive(ClusterApplied.PrintPurpose);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Another master key.</exception>
    /// <exception cref="KubernetesException">The kubeconfig can't be used.</exception>
    public ClusterClient Get(ClusterDocument cluster) =>
        _clients.Get(cluster.Id, key.DecryptText(cluster.EncryptedKubeconfig, ClusterCredentialsChanged.Purpose));

    public ValueTask EvictAsync(string cluster) => _clients.EvictAsync(cluster);

    public ValueTask DisposeAsync() => _clients.DisposeAsync();
}
