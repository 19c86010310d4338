using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;
using Platform.Package.Sources.Reading;
using Platform.Storage;

namespace Platform.Package.Sources;

/// <summary><c>namespaces/{ns}/sources/{app}/{component}</c>: where components come from.</summary>
internal static class SourceEndpoints
{
    internal static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/api/v1/namespaces/{ns}/sources/{app}").WithTags("sources");
        sources.MapGet("", ListAsync).Requires(Role.Viewer).WithName("ListSources").WithSummary("The component sources of an application");
        sources.MapGet("{component}", GetAsync).Requires(Role.Viewer).WithName("GetSource").WithSummary("One component source");
        sources.MapPut("{component}", PutAsync).Requires(Role.Developer).WithName("PutSource").WithSummary("Registers or replaces a component source");
        sources.MapDelete("{component}", DeleteAsync).Requires(Role.Developer).WithName("DeleteSource").WithSummary("Forgets a component source; packages made of it stay");
    }

    private static async Task<Ok<ListResult<SourceView>>> ListAsync(
        string ns, string app, ListQuery query, IDocuments<SourceDocument> sources, SourceVault vault, CancellationToken ct)
    {
        var find = Find<SourceDocument>.All.Where(s => s.Application, SourceDocument.ApplicationOf(ns, app)).Limit(query.Limit).ContinueFrom(query.Continue);
        var page = await sources.FindAsync(find, ct);
        return TypedResults.Ok(new ListResult<SourceView>([.. page.Items.Select(s => SourceView.Of(s, vault))], page.Continue));
    }

    private static async Task<Results<Ok<SourceView>, ProblemHttpResult>> GetAsync(
        string ns, string app, string component, HttpResponse response, IDocuments<SourceDocument> sources, SourceVault vault, CancellationToken ct)
    {
        if (await sources.GetAsync(SourceDocument.IdOf(ns, app, component), ct) is not { } found)
            return NotFound(ns, app, component);
        response.SetETag(found.Version);
        return TypedResults.Ok(SourceView.Of(found, vault));
    }

    private static async Task<Results<Ok<SourceView>, Created<SourceView>, ProblemHttpResult>> PutAsync(
        string ns, string app, string component, Body<JsonNode> body, HttpContext http, IDocuments<SourceDocument> sources,
        SourceReader reader, SourceVault vault, TimeProvider time, CancellationToken ct)
    {
        while (true)
        {
            var found = await sources.GetAsync(SourceDocument.IdOf(ns, app, component), ct);
            var (source, faults) = reader.Read(body.Value, found?.Source);
            var all = Names.Faults(("namespace", ns), ("application", app), ("component", component)).Concat(faults).ToList();
            if (source is null || all.Count > 0)
                return Problems.Unprocessable(all);
            if (http.Request.Refuses(found?.Version ?? 0) is { } refusal)
                return refusal;

            var document = found ?? New(ns, app, component);
            document.Source = source;
            document.UpdatedAt = time.GetUtcNow();
            document.UpdatedBy = http.Identity().Name;
            if (!await (found is null ? sources.InsertAsync(document, ct) : sources.ReplaceAsync(document, ct)))
                continue;

            http.Response.SetETag(document.Version);
            var view = SourceView.Of(document, vault);
            return found is null ? TypedResults.Created(http.Request.Path, view) : TypedResults.Ok(view);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string ns, string app, string component, HttpRequest request, IDocuments<SourceDocument> sources, CancellationToken ct)
    {
        var id = SourceDocument.IdOf(ns, app, component);
        if (await sources.GetAsync(id, ct) is not { } found)
            return NotFound(ns, app, component);
        if (request.Refuses(found.Version) is { } refusal)
            return refusal;
        return await sources.DeleteAsync(id, found.Version, ct)
            ? TypedResults.NoContent()
            : Problems.Conflict($"The source of component {component} was changed just now; read it again.");
    }

    private static SourceDocument New(string ns, string app, string component) => new()
    {
        Id = SourceDocument.IdOf(ns, app, component),
        Namespace = ns,
        Application = SourceDocument.ApplicationOf(ns, app),
        Component = component,
    };

    private static ProblemHttpResult NotFound(string ns, string app, string component) =>
        Problems.NotFound($"A source for component {component} of application {app} in namespace {ns}");
}
