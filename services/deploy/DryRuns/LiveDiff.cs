using System.Text.Json.Nodes;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Kubernetes;
using Platform.Storage;

namespace Platform.Deploy.DryRuns;

/// <summary>Compares what would be applied with what is live: the API server is asked what it would make of it.</summary>
internal sealed class LiveDiff(ClusterRegistry registry, ClusterConnections connections, Reachability reachability, IDocuments<InventoryDocument> inventories)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The changes, or why they could not be found out.</summary>
    public async Task<(IReadOnlyList<ObjectChange> Changes, string? Problem)> CompareAsync(
        string application, string name, IReadOnlyList<JsonObject> objects, CancellationToken ct)
    {
        if (await registry.FindAsync(name, ct) is not { } cluster)
            return ([], "it is not registered");
        if (await reachability.BreakerUntilAsync(name, ct) is not null)
            return ([], "it can't be reached");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            var client = connections.Open(cluster);
            var changes = new ObjectChange[objects.Count];
            await Parallel.ForEachAsync(Enumerable.Range(0, objects.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = deadline.Token },
                async (index, token) => changes[index] = await CompareAsync(client, objects[index], token));
            return ([.. changes, .. await DeletedAsync(application, name, objects, ct)], null);
        }
        catch (KubernetesException e)
        {
            return ([], e.Failure.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ([], $"it did not answer within {Patience.TotalSeconds:0} s");
        }
    }

    /// <summary>Clusters the application would leave: everything there would be deleted.</summary>
    public async Task<IReadOnlyList<ClusterDryRun>> LeftBehindAsync(string application, IReadOnlyCollection<string> stays, CancellationToken ct)
    {
        var left = new List<ClusterDryRun>();
        var having = Find<InventoryDocument>.All.Where(inventory => inventory.ApplicationKey, application).Where(inventory => inventory.Empty, false);
        await foreach (var inventory in inventories.FindAllAsync(having, ct))
        {
            if (!stays.Contains(inventory.Cluster))
                left.Add(new(inventory.Cluster, inventory.Objects[0].Namespace ?? "", [], [.. inventory.Objects.Select(Delete)]));
        }

        return left;
    }

    private static async Task<ObjectChange> CompareAsync(ClusterClient client, JsonObject manifest, CancellationToken ct)
    {
        var key = ObjectKey.Of(manifest);
        if (await client.GetAsync(key, ct) is not { } live)
            return Change(key, "create", []);
        var wanted = await client.ApplyAsync(manifest, options: new() { DryRun = true }, ct: ct);
        if (wanted.Failure is { Unreachable: true } failure)
            throw new KubernetesException(failure);
        // Where the server refuses to say (a conflict, a field that can't change), what is rendered is compared field by field.
        var fields = wanted.Live is { } outcome ? Differences.Between(outcome, live, both: true) : Differences.Between(manifest, live, both: false);
        return Change(key, fields.Count > 0 ? "update" : "none", [.. fields.Select(field => Masking.Of(manifest, field))]);
    }

    private async Task<IEnumerable<ObjectChange>> DeletedAsync(string application, string cluster, IReadOnlyList<JsonObject> objects, CancellationToken ct)
    {
        if (await inventories.GetAsync(InventoryDocument.IdOf(application, cluster), ct) is not { } inventory)
            return [];
        var wanted = objects.Select(item => InventoryObject.IdentityOf(ObjectKey.Of(item))).ToHashSet();
        return inventory.Objects.Where(item => !wanted.Contains(item.Identity)).Select(Delete);
    }

    private static ObjectChange Delete(InventoryObject item) => Change(item.Key, "delete", []);

    private static ObjectChange Change(ObjectKey key, string change, IReadOnlyList<FieldChange> fields) =>
        new(key.ApiVersion, key.Kind, key.Namespace, key.Name, change, fields);
}
