using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;
using Platform.Kubernetes;
using Platform.Status.Applications;
using Platform.Status.Inventories;
using Platform.Status.Observing;

namespace Platform.Status.Resources;

/// <summary>The tree of an application's live objects: cluster → component → object → children.</summary>
internal static class ResourceEndpoints
{
    public static void MapResources(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/namespaces/{ns}/applications/{name}/resources", GetAsync)
            .Requires(Role.Viewer)
            .WithName("GetApplicationResources")
            .WithTags("applications")
            .WithSummary("What an application has on each cluster, with health and messages.");
        routes.MapGet("/api/v1/namespaces/{ns}/applications/{name}/resources/events", EventsAsync)
            .Requires(Role.Viewer)
            .WithName("GetResourceEvents")
            .WithTags("applications")
            .WithSummary("What a cluster said lately of one object of the application (Kubernetes Events), asked for now.");
    }

    /// <summary>Only of objects in the application's own tree: a cluster holds what is nobody's business here.</summary>
    private static async Task<Results<Ok<ObjectEventList>, ProblemHttpResult>> EventsAsync(
        string ns, string name, string cluster, string kind, string @object, IDocuments<TreeDocument> trees, ObjectEvents events, CancellationToken ct)
    {
        var tree = await trees.GetAsync(new Part(cluster, ns, name).Id, ct);
        if (tree?.Components.SelectMany(c => c.Objects).SelectMany(All).FirstOrDefault(o => o.Kind == kind && o.Name == @object) is not { } item)
            return Problems.NotFound($"{kind} '{@object}' of application '{name}' on cluster '{cluster}'");
        try
        {
            return await events.LastAsync(cluster, item, ct) is { } items ? TypedResults.Ok(new ObjectEventList(items)) : Problems.NotFound($"Cluster '{cluster}'");
        }
        catch (KubernetesException e)
        {
            return Problems.Unavailable(e.Failure.Message, TimeSpan.FromSeconds(5));
        }
    }

    private static IEnumerable<TreeObject> All(TreeObject item) => item.Children.SelectMany(All).Prepend(item);

    private static async Task<Results<Ok<ResourceTree>, ProblemHttpResult>> GetAsync(
        string ns, string name, IOutbox<ApplicationDocument> applications, IDocuments<InventoryDocument> inventories,
        IDocuments<TreeDocument> trees, IOutbox<ObservationDocument> observations, CancellationToken ct)
    {
        var application = await applications.Documents.GetAsync($"{ns}/{name}", ct);
        if (application is null or { Deleted: true })
            return Problems.NotFound($"Application '{name}' in namespace '{ns}'");
        var clusters = new List<ResourceCluster>();
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All.Where(i => i.Owner, application.Id), ct))
            if (!inventory.Removed)
                clusters.Add(Cluster(inventory, await trees.GetAsync(inventory.Id, ct), (await observations.Documents.GetAsync(inventory.Id, ct))?.Last));
        return TypedResults.Ok(new ResourceTree(
            ns, name, application.Revision, application.Announced?.Phase.ToString() is { } phase ? char.ToLowerInvariant(phase[0]) + phase[1..] : null,
            application.Announced?.Health.ToString(), [.. clusters.OrderBy(c => c.Cluster, StringComparer.Ordinal)]));
    }

    private static ResourceCluster Cluster(InventoryDocument inventory, TreeDocument? tree, Observation? seen)
    {
        var health = seen?.Components.ToDictionary(c => c.Component, StringComparer.Ordinal) ?? [];
        return new(
            inventory.Cluster, inventory.Revision, (seen?.Health ?? HealthStatus.Unknown).ToString(), seen?.ObservedAt,
            [.. (tree?.Components ?? []).Select(c => new ResourceComponent(
                c.Component,
                health.GetValueOrDefault(c.Component)?.Health.ToString() ?? nameof(HealthStatus.Unknown),
                health.GetValueOrDefault(c.Component)?.Message,
                c.Objects))]);
    }
}
