using System.Text.Json.Nodes;
using Platform.Deploy.Clusters;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Planning.Fetching;

/// <summary>Reads objects from clusters, as somebody could write them down: without status and the server's bookkeeping.</summary>
internal sealed class ClusterObjects(ClusterRegistry registry, ClusterConnections connections, Reachability reachability) : INeedResolver
{
    private static readonly string[] Bookkeeping =
        ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "ownerReferences"];

    public string Kind => NeedKinds.Objects;

    public bool Changes => true;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        var name = need.Text("cluster") ?? Topology.Local;
        if (await registry.FindAsync(name == Topology.Local ? Topology.Default(await registry.FactsAsync(ct))?.Name ?? name : name, ct) is not { } cluster)
            return Answer.Failed($"cluster '{name}' isn't registered, so nothing can be read from it");
        if (await reachability.BreakerUntilAsync(cluster.Id, ct) is not null)
            throw new NotNowException($"Cluster {cluster.Id} can't be reached, so {Words(need)} can't be read.");
        try
        {
            var found = await ReadAsync(connections.Open(cluster), need, ct);
            return new(new JsonArray([.. found.OrderBy(item => ObjectKey.Of(item).ToString(), StringComparer.Ordinal).Select(Plain)]));
        }
        catch (KubernetesException e) when (e.Failure.Retryable)
        {
            throw new NotNowException($"Cluster {cluster.Id} does not give {Words(need)}: {e.Failure.Message}", e);
        }
        catch (KubernetesException e)
        {
            return Answer.Failed($"cluster {cluster.Id} does not give {Words(need)}: {e.Failure}");
        }
    }

    private static async Task<IReadOnlyList<JsonObject>> ReadAsync(ClusterClient client, Need need, CancellationToken ct)
    {
        var (apiVersion, kind, ns) = (need.Text("apiVersion") ?? "v1", need.Text("kind") ?? "", need.Text("namespace"));
        if (need.Text("name") is { } name)
            return await client.GetAsync(new(apiVersion, kind, ns, name), ct) is { } one ? [one] : [];
        if (await client.FindResourceAsync(apiVersion, kind, ct) is not { } resource)
            return [];
        var labels = need.Parameters["labels"] is JsonObject wanted ? string.Join(',', wanted.Select(label => $"{label.Key}={label.Value}")) : null;
        return (await client.ListAsync(resource, ns, labels, ct: ct)).Items;
    }

    private static JsonNode Plain(JsonObject live)
    {
        live.Remove("status");
        if (live["metadata"] is JsonObject metadata)
        {
            foreach (var name in Bookkeeping)
                metadata.Remove(name);
        }

        return live;
    }

    private static string Words(Need need) =>
        need.Text("name") is { } name ? $"{need.Text("kind")} {need.Text("namespace")}/{name}" : $"its objects of kind {need.Text("kind")}";
}
