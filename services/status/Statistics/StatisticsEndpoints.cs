using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;
using Platform.Status.Access;
using Platform.Status.Applications;
using Platform.Status.Inventories;
using Platform.Status.Observing;

namespace Platform.Status.Statistics;

/// <summary>How many there are and how they are: of everything, a namespace, a cluster, an application. Only what the reader may see counts.</summary>
internal static class StatisticsEndpoints
{
    public static void MapStatistics(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("statistics");
        api.MapGet("statistics", FleetAsync).Requires(Role.Viewer).WithName("GetStatistics")
            .WithSummary("Applications by health and phase, by namespace and by cluster.");
        api.MapGet("namespaces/{ns}/statistics", NamespaceAsync).Requires(Role.Viewer).WithName("GetNamespaceStatistics")
            .WithSummary("The namespace's applications by health and phase, and by cluster.");
        api.MapGet("clusters/{name}/statistics", ClusterAsync).Requires(Role.Viewer).WithName("GetClusterStatistics")
            .WithSummary("What runs on a cluster, by health.");
        api.MapGet("namespaces/{ns}/applications/{name}/statistics", ApplicationAsync).Requires(Role.Viewer).WithName("GetApplicationStatistics")
            .WithSummary("An application's clusters and components by health, the revisions on its clusters, and how many of its objects drifted.");
    }

    private static async Task<Ok<FleetStatistics>> FleetAsync(
        HttpContext http, IOutbox<ApplicationDocument> applications, IOutbox<ClusterDocument> clusters, CancellationToken ct) =>
        TypedResults.Ok(await CountAsync(Find<ApplicationDocument>.All, http.Identity().NamespacesFor(Role.Viewer), applications, clusters, ct));

    private static async Task<Ok<FleetStatistics>> NamespaceAsync(
        string ns, IOutbox<ApplicationDocument> applications, IOutbox<ClusterDocument> clusters, CancellationToken ct) =>
        TypedResults.Ok(await CountAsync(Find<ApplicationDocument>.All.WhereStartsWith(a => a.Id, ns + "/"), null, applications, clusters, ct));

    private static async Task<FleetStatistics> CountAsync(
        Find<ApplicationDocument> find, IReadOnlySet<string>? visible, IOutbox<ApplicationDocument> applications, IOutbox<ClusterDocument> clusters, CancellationToken ct)
    {
        var all = new List<ApplicationDocument>();
        await foreach (var application in applications.Documents.FindAllAsync(find, ct))
            if (!application.Deleted && visible?.Contains(application.Namespace) != false)
                all.Add(application);
        var known = new Dictionary<string, ClusterDocument>(StringComparer.Ordinal);
        await foreach (var cluster in clusters.Documents.FindAllAsync(Find<ClusterDocument>.All, ct))
            known[cluster.Id] = cluster;
        return Counting.Count(all, known);
    }

    private static async Task<Results<Ok<ClusterTally>, ProblemHttpResult>> ClusterAsync(
        string name, HttpContext http, IOutbox<ClusterDocument> clusters, IDocuments<InventoryDocument> inventories, IOutbox<ObservationDocument> observations, CancellationToken ct)
    {
        if (await clusters.Documents.GetAsync(name, ct) is not { Removed: false } cluster)
            return Problems.NotFound($"Cluster '{name}'");
        var visible = http.Identity().NamespacesFor(Role.Viewer);
        var parts = new List<HealthStatus>();
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All.Where(i => i.Cluster, name), ct))
            if (!inventory.Removed && visible?.Contains(inventory.Namespace) != false)
                parts.Add((await observations.Documents.GetAsync(inventory.Id, ct))?.Last?.Health ?? HealthStatus.Unknown);
        return TypedResults.Ok(Counting.Cluster(name, cluster, parts));
    }

    private static async Task<Results<Ok<ApplicationStatistics>, ProblemHttpResult>> ApplicationAsync(
        string ns, string name, IOutbox<ApplicationDocument> applications, IDocuments<InventoryDocument> inventories, IOutbox<ObservationDocument> observations, CancellationToken ct)
    {
        if (await applications.Documents.GetAsync($"{ns}/{name}", ct) is not { Deleted: false } application)
            return Problems.NotFound($"Application '{name}' in namespace '{ns}'");
        var (objects, drifted) = (0, 0);
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All.Where(i => i.Owner, application.Id), ct))
            if (!inventory.Removed)
            {
                objects += inventory.Objects.Count;
                drifted += (await observations.Documents.GetAsync(inventory.Id, ct))?.Drifts.Count ?? 0;
            }
        return TypedResults.Ok(Counting.Count(application, objects, drifted));
    }
}
