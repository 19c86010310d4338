using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Rollouts;
using Platform.Deploy.Tasks;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>
/// Fixes the clusters of a rollout, fetches what they need, renders what each gets, and stores it all: plans under their digest, one part
/// per step and cluster. From here on nothing that changes elsewhere (labels, parameters, packages) changes the rollout.
/// </summary>
internal sealed class ApplyPlanner(
    RevisionRenderer renderer, Plans plans, PartWriter parts, RemovalPlanner removal)
{
    /// <summary>An annotation of applications: <c>true</c> lets their revisions delete whatever they no longer have.</summary>
    public const string AllowDeletions = "platform.oam.dev/allow-deletions";

    /// <exception cref="NotNowException">Something the rollout depends on can't be fetched now.</exception>
    public async Task<(RolloutPlanned? Planned, RolloutPlanningFailed? Failed)> PlanAsync(RolloutDocument rollout, CancellationToken ct)
    {
        if (await renderer.RenderAsync(rollout, null, null, ct) is not { } rendered)
            return (null, Failure(rollout, $"revision {rollout.Revision} is gone"));
        var plan = rendered.Plan;
        var (own, faults) = OwnObjects(rendered);
        if (plan.Faults.Count + faults.Count > 0)
            return (null, Failure(rollout, string.Join("; ", Bounded.Of(plan.Faults.Select(fault => fault.ToString()).Concat(faults)))));

        var meant = plan.Deliveries.Select(delivery => (delivery.Step, delivery.Cluster)).Concat(own).Distinct().ToList();
        var goesTo = meant.Where(pair => rollout.Late?.Contains(pair.Cluster) != false).ToList();
        var stepsOf = goesTo.GroupBy(pair => pair.Cluster, pair => pair.Step).ToDictionary(cluster => cluster.Key, cluster => cluster.ToList());
        var waves = WavesOf(rendered, goesTo);
        var made = new List<ClusterRolloutDocument>(goesTo.Count);
        foreach (var key in goesTo)
            made.Add(await PartAsync(rollout, key, waves[key.Step][key.Cluster], stepsOf[key.Cluster], rendered, ct));
        await parts.AddAllAsync(made, ct);
        return (new RolloutPlanned
        {
            Rollout = rollout.CorrelationId,
            Clusters = goesTo.GroupBy(pair => pair.Step).ToDictionary(step => step.Key, step => step.Count()),
            Waves = waves.ToDictionary(step => step.Key, step => step.Value.Values.Max()),
            LeftBehind = await removal.PlanLeftBehindAsync(rollout, [.. meant.Select(pair => pair.Cluster).Distinct()], ct),
            Warnings = Bounded.Of(plan.Warnings.Select(warning => warning.ToString())),
        }, null);
    }

    /// <summary>Where the steps go that apply objects of their own: what they apply is known when they begin.</summary>
    private static (IReadOnlyList<(string Step, string Cluster)> Goes, IReadOnlyList<string> Faults) OwnObjects(RenderedRevision rendered)
    {
        var (goes, faults) = (new List<(string, string)>(), new List<string>());
        foreach (var step in rendered.Plan.Workflow.AllSteps.Where(step => ObjectSteps.Contains(step.Type)))
        {
            var (clusters, problems) = ObjectSteps.ClustersOf(step, rendered.Application, rendered.Clusters);
            goes.AddRange(clusters.Select(cluster => (step.Name, cluster)));
            faults.AddRange(problems);
        }

        return (goes, faults);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, int>> WavesOf(RenderedRevision rendered, IEnumerable<(string Step, string Cluster)> goesTo)
    {
        var strategies = rendered.Plan.Workflow.AllSteps.ToDictionary(step => step.Name, step => step.Deploy?.Strategy);
        return goesTo.GroupBy(pair => pair.Step, pair => pair.Cluster).ToDictionary(step => step.Key, step =>
        {
            var clusters = step.ToHashSet();
            return WaveAssignment.Of(strategies[step.Key], [.. rendered.Clusters.Where(cluster => clusters.Contains(cluster.Name))]);
        });
    }

    private async Task<ClusterRolloutDocument> PartAsync(
        RolloutDocument rollout, (string Step, string Cluster) key, int wave, List<string> steps, RenderedRevision rendered, CancellationToken ct)
    {
        var (objects, components) = rendered.On(key.Step, key.Cluster);
        var plan = await plans.KeepAsync(objects, ct);
        var part = parts.New(rollout, key.Step, key.Cluster, RolloutKind.Apply);
        part.Wave = wave;
        part.Steps = steps;
        part.RunAs = rendered.RunAs;
        part.MayDelete = rendered.Application.Annotations.GetValueOrDefault(AllowDeletions) == "true";
        part.Take(plan, components, rendered.Application);
        return part;
    }

    private static RolloutPlanningFailed Failure(RolloutDocument rollout, string reason) => new() { Rollout = rollout.CorrelationId, Reason = reason };
}
