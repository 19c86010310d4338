using System.Text.Json.Nodes;
using Platform.Deploy.Applying;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Rollouts;
using Platform.Deploy.Tasks;
using Platform.Kubernetes;
using Platform.Messaging;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>
/// Renders the components of a part whose turn has come with what those before them gave on that cluster. What other components apply stays
/// as it was planned.
/// </summary>
internal sealed class LayerPlanner(IDocuments<RolloutDocument> rollouts, RevisionRenderer renderer, Plans plans, IOutbox<ClusterRolloutDocument> parts)
{
    /// <returns>Null: it may be applied.</returns>
    /// <exception cref="KubernetesException">The cluster refused, or gave no answer.</exception>
    public async Task<Unready?> PrepareAsync(ClusterClient client, ClusterRolloutDocument part, CancellationToken ct)
    {
        if (part is not { TakesValues: true, Layer: > 0 })
            return null;
        if (await rollouts.GetAsync(part.Rollout.ToString(), ct) is not { } rollout || await renderer.ApplicationAsync(rollout, ct) is not { } application)
            return new($"revision {part.Revision} is gone", ForGood: true);
        var layer = part.Layers[part.Layer];
        var wanted = ComponentOrder.Values(application, part.Layers.Take(part.Layer).SelectMany(names => names), layer);
        if (wanted.Count == 0)
            return null;
        var objects = plans.ObjectsOf(await plans.GetAsync(part.Plan!, ct));
        var (values, lacking) = await ReadAsync(client, part, wanted, objects, ct);
        if (lacking is not null)
            return new(lacking);
        foreach (var (name, value) in rollout.Values)
            values.TryAdd(name, JsonNode.Parse(value));
        return await RenderAsync(part, rollout, values, [.. objects.Where(item => !layer.Contains(item.Component))], layer, ct);
    }

    private static async Task<(JsonObject Values, string? Lacking)> ReadAsync(
        ClusterClient client, ClusterRolloutDocument part, ILookup<string, StepOutput> wanted, IReadOnlyList<PlannedObject> objects, CancellationToken ct)
    {
        var values = new JsonObject();
        foreach (var giver in wanted)
        {
            var scope = await LiveScope.ReadAsync(client, giver.Key, objects.Where(item => item.Component == giver.Key), part.ApplicationKey, ct);
            foreach (var output in giver)
            {
                if (OutputValues.Of(output.ValueFrom, scope) is not { } value)
                    return (values, $"waits for output '{output.Name}' of component '{giver.Key}': there is no {output.ValueFrom} yet");
                values[output.Name] = value.DeepClone();
            }
        }

        return (values, null);
    }

    private async Task<Unready?> RenderAsync(
        ClusterRolloutDocument part, RolloutDocument rollout, JsonObject values, List<PlannedObject> objects, List<string> layer, CancellationToken ct)
    {
        RenderedRevision? rendered;
        try
        {
            rendered = await renderer.RenderAsync(rollout, part.Step, values, ct, part.Cluster);
        }
        catch (NotNowException e)
        {
            return new(e.Message);
        }

        if (rendered is null || rendered.Plan.Faults.Count > 0)
            return new(rendered is null ? $"revision {part.Revision} is gone" : string.Join("; ", rendered.Plan.Faults), ForGood: true);
        var made = rendered.Plan.Deliveries.Where(delivery => delivery.Cluster == part.Cluster).SelectMany(delivery => delivery.ToApply);
        objects.AddRange(Plans.Planned(made.Where(item => layer.Contains(item.Component)), rendered.Application));
        var plan = await plans.KeepAsync(objects, ct);
        (part.Plan, part.Total) = (plan.Id, plan.Count);
        await parts.UpdateAsync(part.Id, current =>
        {
            if (current.Attempt != part.Attempt || current.Plan == plan.Id)
                return false;
            (current.Plan, current.Total) = (plan.Id, plan.Count);
            return true;
        }, ct: ct);
        return null;
    }
}
