using System.Text.Json.Nodes;
using Platform.Deploy.Applying;
using Platform.Deploy.Planning;
using Platform.Kubernetes;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Tasks;

/// <summary>Reads the objects whose values a step, or the components it delivered, give to others: from the first of its clusters.</summary>
internal sealed class OutputCollector(IDocuments<ClusterRolloutDocument> parts, Plans plans, StepClusters clusters)
{
    /// <summary>What outputs may take values from, by component; the step's own under its name.</summary>
    public async Task<(IReadOnlyDictionary<string, JsonObject> Scopes, TaskResult? Problem)> ReadAsync(TaskContext context, CancellationToken ct)
    {
        var ofStep = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, context.Rollout.CorrelationId).Where(part => part.Step, context.Step.Name);
        var scopes = new Dictionary<string, JsonObject>();
        var first = (ClusterRolloutDocument?)null;
        await foreach (var part in parts.FindAllAsync(ofStep, ct))
        {
            if (part.Plan is not null && (first is null || string.CompareOrdinal(part.Cluster, first.Cluster) < 0))
                first = part;
        }

        if (first is null)
            return (scopes, null);
        var (client, problem) = await clusters.OpenAsync(first.Cluster, ct);
        if (client is null)
            return (scopes, problem);
        foreach (var component in plans.ObjectsOf(await plans.GetAsync(first.Plan!, ct)).GroupBy(item => item.Component))
            scopes[component.Key] = await LiveScope.ReadAsync(client, component.Key, component, context.Rollout.ApplicationKey, ct);
        return (scopes, null);
    }
}
