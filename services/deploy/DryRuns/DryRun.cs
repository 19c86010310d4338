using System.Text.Json.Nodes;
using Platform.Deploy.Applications;
using Platform.Deploy.Revisions;
using Platform.Kubernetes;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.DryRuns;

/// <summary>
/// Renders with the renderer that rollouts use, and compares with what is live. Clusters that don't answer within a few seconds are
/// shown without a comparison, and named in the warnings.
/// </summary>
internal sealed class DryRun(IDocuments<ApplicationDocument> applications, LiveDiff live)
{
    public async Task<DryRunAnswer> RunAsync(CheckedApplication given, CancellationToken ct)
    {
        var known = await applications.GetAsync(given.Key, ct);
        var plan = DeliveryPlanner.Plan(given.Application, new()
        {
            Clusters = given.Clusters,
            Revision = RevisionDocument.NameOf(given.Application.Name, (known?.Revision ?? 0) + 1),
            Package = given.PackageComponents,
            Snapshot = given.Snapshot,
            Definitions = given.Definitions,
        });
        var clusters = await Task.WhenAll(plan.Deliveries.GroupBy(delivery => delivery.Cluster).Select(cluster => OnClusterAsync(given.Key, cluster, ct)));
        var gone = await live.LeftBehindAsync(given.Key, [.. clusters.Select(cluster => cluster.Run.Cluster)], ct);
        return new(
            given.Application.Name,
            [.. clusters.Select(cluster => cluster.Run), .. gone],
            [.. given.Warnings.Select(warning => new WarningAnswer(warning.Path, warning.Detail, warning.Line, warning.Column)), .. clusters.Select(cluster => cluster.Warning).OfType<WarningAnswer>()]);
    }

    private async Task<(ClusterDryRun Run, WarningAnswer? Warning)> OnClusterAsync(string application, IGrouping<string, Delivery> cluster, CancellationToken ct)
    {
        var objects = Final(cluster);
        var (diff, problem) = await live.CompareAsync(application, cluster.Key, objects, ct);
        return (new(cluster.Key, cluster.First().Namespace, [.. objects.Select(Masking.Of)], diff),
            problem is null ? null : new("", $"cluster {cluster.Key} is not compared with what is live: {problem}"));
    }

    /// <summary>What is there when all steps are done: where two steps apply the same object, the later one's.</summary>
    private static List<JsonObject> Final(IEnumerable<Delivery> steps)
    {
        var objects = new List<JsonObject>();
        foreach (var manifest in steps.SelectMany(delivery => delivery.Objects).Select(item => item.Manifest))
        {
            var there = objects.FindIndex(known => ObjectKey.Of(known) == ObjectKey.Of(manifest));
            if (there < 0)
                objects.Add(manifest);
            else
                objects[there] = manifest;
        }

        return objects;
    }
}
