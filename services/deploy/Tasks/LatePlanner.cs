using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Planning;
using Platform.Deploy.Revisions;
using Platform.Messaging;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Tasks;

/// <summary>Renders what a step applies when it begins: its parts were made by planning, what they apply needs values that came since.</summary>
internal sealed class LatePlanner(RevisionRenderer renderer, IOutbox<ClusterRolloutDocument> parts, Plans plans)
{
    public async Task<TaskResult> RunAsync(TaskContext context, JsonObject inputs, CancellationToken ct)
    {
        var (made, fault) = await ObjectsAsync(context, inputs, ct);
        if (fault is not null)
            return TaskResult.Refused(fault);
        var ofStep = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, context.Rollout.CorrelationId).Where(part => part.Step, context.Step.Name);
        await foreach (var part in parts.Documents.FindAllAsync(ofStep, ct))
        {
            var (objects, components) = made(part.Cluster);
            var plan = await plans.KeepAsync(objects, ct);
            await parts.UpdateAsync(part.Id, current =>
            {
                current.Take(plan, components, context.Application);
                return true;
            }, ct: ct);
        }

        return TaskResult.Done();
    }

    /// <summary>By cluster: what is applied there, and the components it is of.</summary>
    private async Task<(Func<string, (List<PlannedObject> Objects, IReadOnlyList<string> Components)> Made, string? Fault)> ObjectsAsync(
        TaskContext context, JsonObject inputs, CancellationToken ct)
    {
        if (ObjectSteps.Contains(context.Step.Type))
        {
            var revision = RevisionDocument.NameOf(context.Rollout.Application, context.Rollout.Revision);
            var made = ObjectSteps.ObjectOf(context.Step, context.Properties, context.Application, revision);
            return (_ => ([made], [made.Component]), null);
        }

        if (await renderer.RenderAsync(context.Rollout, context.Step.Name, inputs, ct) is not { } rendered)
            return (_ => ([], []), $"revision {context.Rollout.Revision} is gone");
        return (cluster => rendered.On(context.Step.Name, cluster), rendered.Plan.Faults.Count > 0 ? string.Join("; ", rendered.Plan.Faults) : null);
    }
}
