using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary><c>namespaces/{ns}/rollouts</c>.</summary>
internal static class RolloutEndpoints
{
    public static void MapRollouts(this IEndpointRouteBuilder api)
    {
        var rollouts = api.MapGroup("namespaces/{ns}/rollouts").WithTags("rollouts");
        rollouts.MapGet("", ListAsync).Requires(Role.Viewer);
        rollouts.MapGet("{id:guid}", GetAsync).Requires(Role.Viewer);
        rollouts.MapPost("{id:guid}/resume", ResumeAsync).Requires(Role.Operator);
        rollouts.MapPost("{id:guid}/reject", RejectAsync).Requires(Role.Operator);
        rollouts.MapPost("{id:guid}/cancel", CancelAsync).Requires(Role.Operator);
        rollouts.MapPost("{id:guid}/retry", RetryAsync).Requires(Role.Operator);
        rollouts.MapPost("{id:guid}/rollback", RollBackAsync).Requires(Role.Operator);
    }

    private static async Task<Ok<ListResult<RolloutAnswer>>> ListAsync(
        string ns, ListQuery query, IDocuments<RolloutDocument> rollouts, CancellationToken ct, string? application = null)
    {
        var find = Find<RolloutDocument>.All.Where(rollout => rollout.Namespace, ns).OrderByDescending(rollout => rollout.CreatedAt);
        if (application is not null)
            find = find.Where(rollout => rollout.ApplicationKey, $"{ns}/{application}");
        var page = await Lists.PageAsync(rollouts, find, query, _ => true, ct);
        return TypedResults.Ok(new ListResult<RolloutAnswer>([.. page.Items.Select(RolloutAnswers.Short)], page.Continue));
    }

    private static async Task<Results<Ok<RolloutAnswer>, ProblemHttpResult>> GetAsync(
        string ns, Guid id, WaitQuery wait, IDocuments<RolloutDocument> rollouts, RolloutAnswers answers, RolloutWaiting waiting, CancellationToken ct)
    {
        await waiting.ForEndAsync(wait, id, ct);
        return await rollouts.GetAsync(id.ToString(), ct) is { } rollout && rollout.Namespace == ns
            ? TypedResults.Ok(await answers.WholeAsync(rollout, ct))
            : Problems.NotFound($"Rollout '{id}' in namespace '{ns}'");
    }

    private static Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> ResumeAsync(
        string ns, Guid id, RolloutWishes wishes, HttpContext http, CancellationToken ct) => wishes.ResumeAsync(ns, id, http, ct);

    private static Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> RejectAsync(
        string ns, Guid id, RolloutWishes wishes, HttpContext http, CancellationToken ct) => wishes.RejectAsync(ns, id, http, ct);

    private static Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> CancelAsync(
        string ns, Guid id, RolloutWishes wishes, HttpContext http, CancellationToken ct) => wishes.CancelAsync(ns, id, http, ct);

    private static Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> RetryAsync(
        string ns, Guid id, RolloutWishes wishes, HttpContext http, CancellationToken ct) => wishes.RetryAsync(ns, id, http, ct);

    private static Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> RollBackAsync(
        string ns, Guid id, RolloutWishes wishes, HttpContext http, CancellationToken ct) => wishes.RollBackAsync(ns, id, http, ct);
}
