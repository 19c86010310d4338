using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Kubernetes;
using Platform.Status.Access;
using Platform.Status.Watching;

namespace Platform.Status.Resources;

/// <summary>Asks a cluster for the last Events of an object, when somebody wants to see them: nobody watches all Events of all clusters.</summary>
internal sealed class ObjectEvents(IOutbox<ClusterDocument> clusters, Connections connections)
{
    private const int Most = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The newest first; null when the cluster is unknown.</summary>
    /// <exception cref="KubernetesException">The cluster does not answer or refuses.</exception>
    public async Task<IReadOnlyList<ObjectEvent>?> LastAsync(string cluster, TreeObject item, CancellationToken ct)
    {
        if (await clusters.Documents.GetAsync(cluster, ct) is not { Removed: false } access)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var client = connections.Get(access);
            if (await client.FindResourceAsync("v1", "Event", patience.Token) is not { } resource)
                return [];
            var about = $"involvedObject.kind={item.Kind},involvedObject.name={item.Name}";
            var list = await client.ListAsync(resource, item.Namespace, fieldSelector: about, ct: patience.Token);
            return [.. list.Items.Where(e => IsAbout(e, item)).Select(Read).OrderByDescending(e => e.LastSeen).Take(Most)];
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new KubernetesException(new()
            {
                StatusCode = 0,
                Reason = FailureReasons.Timeout,
                Message = $"Cluster {cluster} did not answer within {Patience.TotalSeconds:0} s",
                Retryable = true,
            });
        }
    }

    /// <summary>Asked of the answer too: not every API server selects by fields.</summary>
    private static bool IsAbout(JsonObject e, TreeObject item) =>
        e["involvedObject"]?["name"]?.ToString() == item.Name && e["involvedObject"]?["kind"]?.ToString() == item.Kind;

    private static ObjectEvent Read(JsonObject e) => new(
        e["type"]?.ToString(), e["reason"]?.ToString(), e["message"]?.ToString(),
        (e["series"]?["count"] ?? e["count"]) is JsonValue count && count.TryGetValue<int>(out var number) ? number : 1,
        Time(e["series"]?["lastObservedTime"]) ?? Time(e["lastTimestamp"]) ?? Time(e["eventTime"]) ?? Time(e["metadata"]?["creationTimestamp"]),
        e["source"]?["component"]?.ToString() is { Length: > 0 } source ? source : e["reportingComponent"]?.ToString());

    private static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(node?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
