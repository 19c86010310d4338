using System.Text.Json.Nodes;
using Platform.Deploy.Clusters;
using Platform.Deploy.Definitions;
using Platform.Deploy.Packages;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>Renders a rollout's revision for the clusters there are, with everything it needs fetched.</summary>
internal sealed class RevisionRenderer(IDocuments<RevisionDocument> revisions, ClusterRegistry registry, TypeLibrary types, Fetcher fetcher)
{
    /// <param name="rollout">Whose revision.</param>
    /// <param name="step">Only what this step delivers; null = all.</param>
    /// <param name="inputs">Values that steps gave; null while none has.</param>
    /// <param name="ct">The caller went away.</param>
    /// <param name="cluster">Only what it delivers there; null = everywhere.</param>
    /// <returns>Null: the revision is gone.</returns>
    /// <exception cref="NotNowException">Something it depends on can't be fetched now.</exception>
    public async Task<RenderedRevision?> RenderAsync(RolloutDocument rollout, string? step, JsonObject? inputs, CancellationToken ct, string? cluster = null)
    {
        if (await revisions.GetAsync(RevisionDocument.IdOf(rollout.ApplicationKey, rollout.Revision), ct) is not { } revision)
            return null;
        var (application, definitions) = await types.ReadAsync(revision, ct);
        var clusters = await registry.FactsAsync(ct);
        var input = new DeliveryInput
        {
            Clusters = clusters,
            Revision = RevisionDocument.NameOf(rollout.Application, rollout.Revision),
            Package = PackageEntry.ForRendering(application, revision.PackageComponents),
            Definitions = definitions,
            Step = step,
            Cluster = cluster,
            Inputs = inputs,
        };
        var (plan, _) = await fetcher.RunAsync(
            known => DeliveryPlanner.Plan(application, input with { Snapshot = known }), made => made.Faults.Count > 0 ? [] : made.Needs, revision.ContentDigest, ct);
        return new(application, plan, clusters);
    }

    /// <summary>The application of a rollout's revision; null: the revision is gone.</summary>
    public async Task<Application?> ApplicationAsync(RolloutDocument rollout, CancellationToken ct) =>
        await revisions.GetAsync(RevisionDocument.IdOf(rollout.ApplicationKey, rollout.Revision), ct) is { } revision ? (await types.ReadAsync(revision, ct)).Application : null;
}

/// <summary>A revision, rendered.</summary>
internal sealed record RenderedRevision(Application Application, DeliveryPlan Plan, IReadOnlyList<ClusterFacts> Clusters)
{
    /// <summary>Whom to impersonate; null = nobody.</summary>
    public string? RunAs =>
        Application.ServiceAccountName is { Length: > 0 } account ? $"system:serviceaccount:{Application.Namespace}:{account}" : null;

    /// <summary>What a step applies on a cluster, and the components it is of, those too that have to wait for values of others.</summary>
    public (List<PlannedObject> Objects, IReadOnlyList<string> Components) On(string step, string cluster)
    {
        var deliveries = Plan.Deliveries.Where(delivery => delivery.Step == step && delivery.Cluster == cluster).ToList();
        var objects = Plans.Planned(deliveries.SelectMany(delivery => delivery.ToApply), Application);
        return (objects, [.. objects.Select(item => item.Component).Concat(deliveries.SelectMany(delivery => delivery.Unrendered)).Distinct()]);
    }
}
