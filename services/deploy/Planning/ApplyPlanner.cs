using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Clusters;
using Platform.Deploy.Packages;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>
/// Fixes the clusters of a rollout, fetches what they need, renders what each gets, and stores it all: plans under their digest, one part
/// per step and cluster. From here on nothing that changes elsewhere (labels, parameters, packages) changes the rollout.
/// </summary>
internal sealed class ApplyPlanner(
    IDocuments<RevisionDocument> revisions, Plans plans, ClusterRegistry registry, Fetcher fetcher, PartWriter parts, RemovalPlanner removal)
{
    /// <exception cref="NotNowException">Something the rollout depends on can't be fetched now.</exception>
    public async Task<(RolloutPlanned? Planned, RolloutPlanningFailed? Failed)> PlanAsync(RolloutDocument rollout, CancellationToken ct)
    {
        if (await revisions.GetAsync(RevisionDocument.IdOf(rollout.ApplicationKey, rollout.Revision), ct) is not { } revision)
            return (null, Failure(rollout, $"revision {rollout.Revision} is gone"));
        var application = ApplicationParser.Parse(revision.Text, rollout.Namespace).Application!;
        var clusters = await registry.FactsAsync(ct);
        var input = new DeliveryInput
        {
            Clusters = clusters,
            Revision = RevisionDocument.NameOf(rollout.Application, rollout.Revision),
            Package = PackageEntry.ForRendering(application, revision.PackageComponents),
        };
        var (plan, _) = await fetcher.RunAsync(
            known => DeliveryPlanner.Plan(application, input with { Snapshot = known }), made => made.Faults.Count > 0 ? [] : made.Needs, revision.ContentDigest, ct);
        if (plan.Faults.Count > 0)
            return (null, Failure(rollout, string.Join("; ", plan.Faults)));

        var stepsOf = plan.Deliveries.GroupBy(delivery => delivery.Cluster).ToDictionary(
            cluster => cluster.Key, cluster => cluster.Select(delivery => delivery.Step).Distinct().ToList());
        var waves = WavesOf(plan, clusters);
        foreach (var part in plan.Deliveries.GroupBy(delivery => (delivery.Step, delivery.Cluster)))
        {
            var objects = part.SelectMany(delivery => delivery.ToApply).ToList();
            await StoreAsync(rollout, part.Key, waves[part.Key.Step][part.Key.Cluster], stepsOf[part.Key.Cluster], objects, RunAs(application), ct);
        }

        return (new RolloutPlanned
        {
            Rollout = rollout.CorrelationId,
            Clusters = plan.Deliveries.GroupBy(delivery => delivery.Step).ToDictionary(
                step => step.Key, step => step.Select(delivery => delivery.Cluster).Distinct().Count()),
            Waves = waves.ToDictionary(step => step.Key, step => step.Value.Values.Max()),
            LeftBehind = await removal.PlanLeftBehindAsync(rollout, stepsOf.Keys, ct),
            Warnings = [.. plan.Warnings.Select(warning => warning.ToString())],
        }, null);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, int>> WavesOf(DeliveryPlan plan, IReadOnlyList<ClusterFacts> clusters)
    {
        var strategies = plan.Workflow.AllSteps.ToDictionary(step => step.Name, step => step.Deploy?.Strategy);
        return plan.Deliveries.GroupBy(delivery => delivery.Step).ToDictionary(step => step.Key, step =>
        {
            var goesTo = step.Select(delivery => delivery.Cluster).ToHashSet();
            return WaveAssignment.Of(strategies[step.Key], [.. clusters.Where(cluster => goesTo.Contains(cluster.Name))]);
        });
    }

    private async Task StoreAsync(
        RolloutDocument rollout, (string Step, string Cluster) key, int wave, List<string> steps, List<RenderedObject> objects, string? runAs, CancellationToken ct)
    {
        var plan = await plans.KeepAsync([.. objects.Select(item => new PlannedObject(item.Component, item.Manifest))], ct);
        var part = parts.New(rollout, key.Step, key.Cluster, RolloutKind.Apply);
        part.Wave = wave;
        part.Plan = plan.Id;
        part.Steps = steps;
        part.RunAs = runAs;
        part.Total = plan.Count;
        part.Components = [.. objects.Select(item => item.Component).Distinct()];
        await parts.AddAsync(part, ct);
    }

    private static string? RunAs(Application application) =>
        application.ServiceAccountName is { Length: > 0 } account ? $"system:serviceaccount:{application.Namespace}:{account}" : null;

    private static RolloutPlanningFailed Failure(RolloutDocument rollout, string reason) => new() { Rollout = rollout.CorrelationId, Reason = reason };
}
