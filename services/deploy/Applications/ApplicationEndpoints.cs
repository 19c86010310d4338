using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Applications;

/// <summary><c>namespaces/{ns}/applications</c>.</summary>
internal static class ApplicationEndpoints
{
    public static void MapApplications(this IEndpointRouteBuilder api)
    {
        var applications = api.MapGroup("namespaces/{ns}/applications").WithTags("applications");
        applications.MapGet("", ListAsync).Requires(Role.Viewer);
        applications.MapPost("", PostAsync).Requires(Role.Operator);
        applications.MapGet("{name}", GetAsync).Requires(Role.Viewer);
        applications.MapPut("{name}", PutAsync).Requires(Role.Operator);
        applications.MapDelete("{name}", DeleteAsync).Requires(Role.Operator);
    }

    private static async Task<Ok<ListResult<ApplicationSummary>>> ListAsync(
        string ns, ListQuery query, IDocuments<ApplicationDocument> applications, StatusComposer composer, CancellationToken ct)
    {
        var find = Find<ApplicationDocument>.All.Where(application => application.Namespace, ns).Where(application => application.Deleted, false);
        var page = await Lists.PageAsync(applications, find, query, application => query.Labels.Matches(application.Labels), ct);
        var items = new List<ApplicationSummary>();
        foreach (var application in page.Items)
            items.Add(ApplicationSummary.Of(application, await composer.PhaseAsync(application, ct)));
        return TypedResults.Ok(new ListResult<ApplicationSummary>(items, page.Continue));
    }

    private static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> GetAsync(
        string ns, string name, IDocuments<ApplicationDocument> applications, ApplicationViews views, HttpContext http, CancellationToken ct)
    {
        if (await applications.GetAsync(ApplicationDocument.IdOf(ns, name), ct) is not { Deleted: false } application)
            return Missing(ns, name);
        http.Response.SetETag(application.RolloutNumber);
        return TypedResults.Ok(await views.OfAsync(application, ct));
    }

    private static Task<IResult> PostAsync(
        string ns, DocumentBody body, WaitQuery wait, SubmissionHandler submissions, HttpContext http, CancellationToken ct, bool dryRun = false, bool strict = false) =>
        submissions.HandleAsync(ns, null, body.Text, new(dryRun, strict, wait), http, ct);

    private static Task<IResult> PutAsync(
        string ns, string name, DocumentBody body, WaitQuery wait, SubmissionHandler submissions, HttpContext http, CancellationToken ct,
        bool dryRun = false, bool strict = false) =>
        submissions.HandleAsync(ns, name, body.Text, new(dryRun, strict, wait), http, ct);

    private static async Task<Results<Accepted<SubmittedAnswer>, ProblemHttpResult>> DeleteAsync(
        string ns, string name, WaitQuery wait, IDocuments<ApplicationDocument> applications, Removal removal, RolloutWaiting waiting, HttpContext http,
        CancellationToken ct)
    {
        while (true)
        {
            if (await applications.GetAsync(ApplicationDocument.IdOf(ns, name), ct) is not { Deleted: false } application)
                return Missing(ns, name);
            if (http.Request.Refuses(application.RolloutNumber) is { } refused)
                return refused;
            if (await removal.RunAsync(application, http.Identity().Name, ct) is not { } answer)
                continue;
            await waiting.ForEndAsync(wait, answer.Rollout, ct);
            return TypedResults.Accepted(RolloutAnswers.Location(ns, answer.Rollout), answer);
        }
    }

    private static ProblemHttpResult Missing(string ns, string name) => Problems.NotFound($"Application '{name}' in namespace '{ns}'");
}
