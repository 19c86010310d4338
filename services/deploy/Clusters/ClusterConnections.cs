using System.Collections.Concurrent;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Kubernetes;

namespace Platform.Deploy.Clusters;

/// <summary>Clients of registered clusters, one per cluster; credentials are decrypted once per change of them.</summary>
internal sealed class ClusterConnections(ClusterClients clients, MasterKey key)
{
    private readonly ConcurrentDictionary<string, (long Generation, string Kubeconfig)> known = new(StringComparer.Ordinal);

    /// <summary>The policy kubeconfigs are read with.</summary>
    public KubeconfigPolicy Policy => clients.Policy;

    /// <exception cref="KubernetesException">The stored kubeconfig is refused (the policy became stricter).</exception>
    public ClusterClient Open(ClusterDocument cluster)
    {
        if (!known.TryGetValue(cluster.Id, out var entry) || entry.Generation != cluster.CredentialsGeneration)
        {
            entry = (cluster.CredentialsGeneration, key.DecryptText(cluster.EncryptedKubeconfig, ClusterCredentialsChanged.Purpose));
            known[cluster.Id] = entry;
        }

        return clients.Get(cluster.Id, entry.Kubeconfig);
    }

    /// <summary>The credentials as they are stored and sent: encrypted.</summary>
    public (string Encrypted, string KeyId) Seal(ClusterAccess access) =>
        (key.Encrypt(access.ToKubeconfig(), ClusterCredentialsChanged.Purpose), key.KeyId);

    public async Task ForgetAsync(string cluster)
    {
        known.TryRemove(cluster, out _);
        await clients.EvictAsync(cluster);
    }
}
