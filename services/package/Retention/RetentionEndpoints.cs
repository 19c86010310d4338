using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Platform.Hosting;
using Platform.Package.Sources;
using Platform.Storage;

namespace Platform.Package.Retention;

/// <summary><c>namespaces/{ns}/packages/{app}/retention</c>: how long packages of an application stay. No version is called that.</summary>
internal static class RetentionEndpoints
{
    internal static void MapRetention(this IEndpointRouteBuilder routes)
    {
        var retention = routes.MapGroup("/api/v1/namespaces/{ns}/packages/{app}/retention").WithTags("packages");
        retention.MapGet("", GetAsync).Requires(Role.Viewer).WithName("GetRetention").WithSummary("How long packages of an application stay");
        retention.MapPut("", PutAsync).Requires(Role.Developer).WithName("PutRetention").WithSummary("Rules of an application's own, by count and age");
        retention.MapDelete("", DeleteAsync).Requires(Role.Developer).WithName("DeleteRetention").WithSummary("Back to the configured rules");
    }

    private static async Task<Ok<RetentionView>> GetAsync(
        string ns, string app, IDocuments<RetentionDocument> rules, IOptions<RetentionOptions> options, CancellationToken ct) =>
        TypedResults.Ok(await rules.GetAsync(SourceDocument.ApplicationOf(ns, app), ct) is { } own
            ? RetentionView.Of(new RetentionRule(own.Keep, own.MaxAge), own: true)
            : RetentionView.Of(new RetentionRule(options.Value.Keep, options.Value.MaxAge), own: false));

    private static async Task<Results<Ok<RetentionView>, ProblemHttpResult>> PutAsync(
        string ns, string app, Body<JsonNode> body, IDocuments<RetentionDocument> rules, CancellationToken ct)
    {
        var (rule, faults) = RetentionView.Read(body.Value);
        var all = Names.Faults(("namespace", ns), ("application", app)).Concat(faults).ToList();
        if (rule is null || all.Count > 0)
            return Problems.Unprocessable(all);

        var id = SourceDocument.ApplicationOf(ns, app);
        while (true)
        {
            var found = await rules.GetAsync(id, ct);
            var document = found ?? new RetentionDocument { Id = id };
            (document.Keep, document.MaxAge) = (rule.Keep, rule.MaxAge);
            if (await (found is null ? rules.InsertAsync(document, ct) : rules.ReplaceAsync(document, ct)))
                return TypedResults.Ok(RetentionView.Of(rule, own: true));
        }
    }

    private static async Task<NoContent> DeleteAsync(string ns, string app, IDocuments<RetentionDocument> rules, CancellationToken ct)
    {
        await rules.DeleteAsync(SourceDocument.ApplicationOf(ns, app), ct: ct);
        return TypedResults.NoContent();
    }
}
