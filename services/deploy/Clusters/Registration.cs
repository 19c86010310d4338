using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Kubernetes;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary>Registers, changes and unregisters clusters; everything that follows from it is announced in the same write.</summary>
internal sealed class Registration(
    IOutbox<ClusterDocument> clusters, IDocuments<ReachabilityDocument> reachability, ClusterConnections connections, TimeProvider clock)
{
    /// <summary>What came of it: the document, and whether it is new; or null when somebody else changed it meanwhile.</summary>
    public async Task<(ClusterDocument Cluster, bool Created)?> PutAsync(
        string name, ClusterDocument? known, ClusterRequest request, ClusterAccess? access, string by, CancellationToken ct)
    {
        var created = known is null or { Leaving: true };
        var moved = created || !Same(known!.Labels, request.Labels ?? []);
        var cluster = known ?? new ClusterDocument { Id = name };
        if (created)
        {
            cluster.Leaving = false;
            cluster.RegisteredAt = clock.GetUtcNow();
            cluster.RegisteredBy = by;
        }

        cluster.Labels = request.Labels ?? [];
        cluster.Parameters = (request.Parameters ?? []).ToJsonString();
        cluster.NamespaceDefault = request.NamespaceDefault;
        cluster.IsDefault = request.Default;
        cluster.Generation++;
        if (access is not null)
            ChangeCredentials(cluster, access);
        if (moved)
            cluster.Publish(new ReviewTopologies { Reason = created ? $"cluster {name} was registered" : $"the labels of cluster {name} changed" });
        Announce(cluster, created, (await reachability.GetAsync(name, ct))?.KubernetesVersion);
        var stored = cluster.Version == 0 ? await clusters.InsertAsync(cluster, ct) : await clusters.ReplaceAsync(cluster, ct);
        if (!stored)
            return null;
        if (request.Default)
            await BeTheOnlyDefaultAsync(name, ct);
        return (cluster, created);
    }

    /// <summary>False: somebody changed it meanwhile.</summary>
    public async Task<bool> RemoveAsync(ClusterDocument cluster, CancellationToken ct)
    {
        cluster.Leaving = true;
        cluster.CredentialsGeneration++;
        cluster.EncryptedKubeconfig = "";
        cluster.Publish(new ClusterUnregistered { Cluster = cluster.Id });
        cluster.Publish(Credentials(cluster, removed: true));
        return await clusters.ReplaceAsync(cluster, ct);
    }

    private static bool Same(Dictionary<string, string> one, Dictionary<string, string> other) =>
        one.Count == other.Count && one.All(label => other.GetValueOrDefault(label.Key) == label.Value);

    /// <summary>The access of a cluster, for those who asked for it again.</summary>
    public static ClusterCredentialsChanged Credentials(ClusterDocument cluster, bool removed = false) => new()
    {
        Cluster = cluster.Id,
        EncryptedKubeconfig = cluster.EncryptedKubeconfig,
        KeyId = cluster.KeyId,
        Generation = cluster.CredentialsGeneration,
        Removed = removed,
    };

    private void ChangeCredentials(ClusterDocument cluster, ClusterAccess access)
    {
        (cluster.EncryptedKubeconfig, cluster.KeyId) = connections.Seal(access);
        cluster.Server = access.ToString();
        cluster.CredentialsGeneration = Math.Max(cluster.CredentialsGeneration + 1, clock.GetUtcNow().ToUnixTimeMilliseconds());
        cluster.Publish(Credentials(cluster));
    }

    private static void Announce(ClusterDocument cluster, bool created, string? version)
    {
        if (created)
            cluster.Publish(new ClusterRegistered { Cluster = cluster.Id, Labels = cluster.Labels, Version = version });
        else
            cluster.Publish(new ClusterChanged { Cluster = cluster.Id, Labels = cluster.Labels, Version = version });
        cluster.Publish(new ProbeCluster { Cluster = cluster.Id });
    }

    private async Task BeTheOnlyDefaultAsync(string name, CancellationToken ct)
    {
        await foreach (var other in clusters.Documents.FindAllAsync(Find<ClusterDocument>.All.Where(cluster => cluster.IsDefault, true), ct))
        {
            if (other.Id != name)
                await clusters.UpdateAsync(other.Id, cluster => (cluster.IsDefault, cluster.IsDefault = false).Item1, ct: ct);
        }
    }
}
