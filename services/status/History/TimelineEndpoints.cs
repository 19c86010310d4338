using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;

namespace Platform.Status.History;

/// <summary>What happened to an application. It is told of a deleted one too, for as long as it is kept.</summary>
internal static class TimelineEndpoints
{
    public static void MapTimelines(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/namespaces/{ns}/applications/{name}/timeline", GetAsync)
            .Requires(Role.Viewer)
            .WithName("GetApplicationTimeline")
            .WithTags("applications")
            .WithSummary("What happened to an application: rollouts, changes of its status, drift and repairs; the newest first.");

    private static async Task<Results<Ok<TimelineList>, ProblemHttpResult>> GetAsync(string ns, string name, Timeline timeline, ListQuery query, CancellationToken ct)
    {
        try
        {
            var page = await timeline.PageAsync(ns, name, query.Limit, query.Continue, ct);
            return TypedResults.Ok(new TimelineList(
                [.. page.Items.Select(e => new TimelineEntry(e.Time, e.Event, e.Message, e.Revision, e.Rollout, e.Cluster))], page.Continue));
        }
        catch (ContinueTokenException e)
        {
            return Problems.Unreadable(e.Message);
        }
    }
}
