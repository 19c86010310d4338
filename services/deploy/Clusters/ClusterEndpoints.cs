using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting;
using Platform.Kubernetes;
using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary><c>clusters</c>: the registry of clusters.</summary>
internal static class ClusterEndpoints
{
    public static void MapClusters(this IEndpointRouteBuilder api)
    {
        var clusters = api.MapGroup("clusters").WithTags("clusters");
        clusters.MapGet("", ListAsync).Requires(Role.Viewer);
        clusters.MapGet("{name}", GetAsync).Requires(Role.Viewer);
        clusters.MapPut("{name}", PutAsync).Requires(Role.Infra);
        clusters.MapDelete("{name}", DeleteAsync).Requires(Role.Infra);
        clusters.MapPost("{name}/probe", ProbeAsync).Requires(Role.Infra);
    }

    private static async Task<Ok<ListResult<ClusterAnswer>>> ListAsync(
        ListQuery query, IDocuments<ClusterDocument> clusters, ClusterViews views, CancellationToken ct)
    {
        var page = await Lists.PageAsync(clusters, Find<ClusterDocument>.All, query, cluster => !cluster.Leaving && query.Labels.Matches(cluster.Labels), ct);
        var items = new List<ClusterAnswer>();
        foreach (var cluster in page.Items)
            items.Add(await views.OfAsync(cluster, ct));
        return TypedResults.Ok(new ListResult<ClusterAnswer>(items, page.Continue));
    }

    private static async Task<Results<Ok<ClusterAnswer>, ProblemHttpResult>> GetAsync(
        string name, ClusterRegistry registry, ClusterViews views, HttpContext http, CancellationToken ct)
    {
        if (await registry.FindAsync(name, ct) is not { } cluster)
            return Problems.NotFound($"Cluster '{name}'");
        http.Response.SetETag(cluster.Generation);
        return TypedResults.Ok(await views.OfAsync(cluster, ct));
    }

    private static async Task<Results<Created<ClusterAnswer>, Ok<ClusterAnswer>, ProblemHttpResult>> PutAsync(
        string name, Body<ClusterRequest> body, IDocuments<ClusterDocument> clusters, Registration registration, ClusterConnections connections,
        ClusterViews views, HttpContext http, CancellationToken ct)
    {
        while (true)
        {
            var known = await clusters.GetAsync(name, ct);
            var registered = known is { Leaving: false };
            if (http.Request.Refuses(registered ? known!.Generation : 0) is { } refused)
                return refused;
            var faults = ClusterChecks.OfName(name).Concat(ClusterChecks.Of(body.Value)).ToList();
            var access = Read(body.Value, registered, connections.Policy, faults);
            if (faults.Count > 0)
                return Problems.Unprocessable(faults);
            if (await registration.PutAsync(name, known, body.Value, access, http.Identity().Name, ct) is not { } put)
                continue;
            http.Response.SetETag(put.Cluster.Generation);
            var answer = await views.OfAsync(put.Cluster, ct);
            return put.Created ? TypedResults.Created($"/api/v1/clusters/{name}", answer) : TypedResults.Ok(answer);
        }
    }

    private static ClusterAccess? Read(ClusterRequest request, bool registered, KubeconfigPolicy policy, List<ProblemError> faults)
    {
        if (request.TextOfKubeconfig() is not { } text)
        {
            if (!registered)
                faults.Add(new("/kubeconfig", "is missing: send the cluster's kubeconfig as text, with a token or client certificate inside it."));
            return null;
        }

        var reading = KubeconfigReader.Read(text, policy);
        faults.AddRange(ClusterChecks.Of(reading));
        return reading.Access;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string name, ClusterRegistry registry, Registration registration, ClusterViews views, Reachability reachability, ClusterConnections connections,
        GivingUp givingUp, HttpContext http, CancellationToken ct, bool force = false)
    {
        while (true)
        {
            if (await registry.FindAsync(name, ct) is not { } cluster)
                return Problems.NotFound($"Cluster '{name}'");
            if (http.Request.Refuses(cluster.Generation) is { } refused)
                return refused;
            if (!force && await views.UsersAsync(name, ct) is { Count: > 0 } users)
                return Problems.Conflict($"Cluster '{name}' is still in use by {string.Join(", ", users)}. Delete them, or move them to other clusters, first; if it never returns, ?force=true gives up what is there.");
            if (!await registration.RemoveAsync(cluster, ct))
                continue;
            if (force)
                await givingUp.RunAsync(name, ct);
            await reachability.ForgetAsync(name, ct);
            await connections.ForgetAsync(name);
            return TypedResults.NoContent();
        }
    }

    private static async Task<Results<Ok<ClusterAnswer>, ProblemHttpResult>> ProbeAsync(
        string name, ClusterRegistry registry, ClusterProbe probe, ClusterViews views, CancellationToken ct)
    {
        if (await registry.FindAsync(name, ct) is not { } cluster)
            return Problems.NotFound($"Cluster '{name}'");
        await probe.RunAsync(cluster, ct);
        return TypedResults.Ok(await views.OfAsync(cluster, ct));
    }
}
