using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Deploy.Applications;
using Platform.Hosting;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Storage;

namespace Platform.Deploy.Definitions;

/// <summary><c>definitions/{kind}/{name}</c>: the types applications may use, built in or installed.</summary>
internal static class DefinitionEndpoints
{
    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("definitions").WithTags("definitions");
        definitions.MapGet("", (ListQuery query, IDocuments<DefinitionDocument> installed, CancellationToken ct) => ListAsync(query, null, installed, ct)).Requires(Role.Viewer);
        definitions.MapPost("", PostPackageAsync).Accepts<IFormFile>(isOptional: true, PluginPackage.Zip, PluginPackage.Gzip).Requires(Role.Infra);
        definitions.MapGet("{kind}", (string kind, ListQuery query, IDocuments<DefinitionDocument> installed, CancellationToken ct) => ListAsync(query, kind, installed, ct)).Requires(Role.Viewer);
        definitions.MapGet("{kind}/{name}", GetAsync).Requires(Role.Viewer);
        definitions.MapPut("{kind}/{name}", PutAsync).Requires(Role.Infra);
        definitions.MapDelete("{kind}/{name}", DeleteAsync).Requires(Role.Infra);
    }

    private static async Task<Ok<ListResult<DefinitionAnswer>>> ListAsync(ListQuery query, string? kind, IDocuments<DefinitionDocument> installed, CancellationToken ct)
    {
        var all = DefinitionCatalog.BuiltIn.All.Select(definition => DefinitionAnswer.Of(definition, whole: false)).ToDictionary(definition => definition.Id, StringComparer.Ordinal);
        await foreach (var document in installed.FindAllAsync(Find<DefinitionDocument>.All.Where(document => document.Removed, false), ct))
            all[document.Id] = DefinitionAnswer.Of(document, whole: false);
        var page = all.Values.Where(definition => kind is null || definition.Kind == kind)
            .Where(definition => query.Continue is null || string.CompareOrdinal(definition.Id, query.Continue) > 0)
            .OrderBy(definition => definition.Id, StringComparer.Ordinal).Take(query.Limit + 1).ToList();
        return TypedResults.Ok(new ListResult<DefinitionAnswer>([.. page.Take(query.Limit)], page.Count > query.Limit ? page[query.Limit - 1].Id : null));
    }

    private static async Task<Results<Ok<DefinitionAnswer>, ProblemHttpResult>> GetAsync(
        string kind, string name, IDocuments<DefinitionDocument> installed, HttpContext http, CancellationToken ct)
    {
        if (await installed.GetAsync(DefinitionDocument.IdOf(kind, name), ct) is { Removed: false } document)
        {
            http.Response.SetETag(document.Revision);
            return TypedResults.Ok(DefinitionAnswer.Of(document, whole: true));
        }

        return BuiltIn(kind, name) is { } definition ? TypedResults.Ok(DefinitionAnswer.Of(definition, whole: true)) : Missing(kind, name);
    }

    private static async Task<Results<Ok<DefinitionAnswer>, Created<DefinitionAnswer>, ProblemHttpResult>> PutAsync(
        string kind, string name, DocumentBody body, IDocuments<DefinitionDocument> installed, Installation installation, HttpContext http, CancellationToken ct)
    {
        if (DefinitionParser.Parse(body.Text, out var faults, kind, name) is not { } definition)
            return Problems.Unprocessable(SubmissionCheck.Errors(faults));
        if (installation.Refuses(definition) is { } refused)
            return Problems.Conflict(refused);
        var known = await installed.GetAsync(DefinitionDocument.IdOf(kind, name), ct);
        if (http.Request.Refuses(known is { Removed: false } ? known.Revision : 0) is { } changed)
            return changed;
        if (await installation.PutAsync(definition, http.Identity().Name, ct) is not var (document, created))
            return Problems.Conflict($"Somebody else changed definition '{kind}/{name}' at the same time. Read it again and decide anew.");
        http.Response.SetETag(document.Revision);
        var answer = DefinitionAnswer.Of(document, whole: true);
        return created ? TypedResults.Created($"/api/v1/definitions/{document.Id}", answer) : TypedResults.Ok(answer);
    }

    /// <summary>A package, sent or named by <c>?from=oci://…</c>, is read as a whole before anything of it is installed; again, it finds what is there and goes on.</summary>
    private static async Task<Results<Ok<ListResult<DefinitionAnswer>>, ProblemHttpResult>> PostPackageAsync(
        string? from, PluginArtifact artifacts, HttpContext http, Installation installation, CancellationToken ct)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (from is null && type is not (PluginPackage.Zip or PluginPackage.Gzip))
            return Problems.UnsupportedMediaType(http.Request.ContentType, $"{PluginPackage.Zip} or {PluginPackage.Gzip}, or no body and ?from=oci://host/repository:tag");
        await using var package = from is null ? http.Request.Body : await artifacts.FetchAsync(from, ct);
        var (definitions, faults) = await PluginPackage.ReadAsync(package, ct);
        if (faults.Count > 0)
            return Problems.Unprocessable(faults);
        if (definitions.Select(installation.Refuses).OfType<string>().ToList() is { Count: > 0 } refused)
            return Problems.Conflict(string.Join("; ", refused));
        var answers = new List<DefinitionAnswer>();
        foreach (var definition in definitions)
        {
            if (await installation.PutAsync(definition, http.Identity().Name, ct) is not var (document, _))
                return Problems.Conflict($"Somebody else changed definition '{definition.Kind}/{definition.Name}' at the same time. Send the package again.");
            answers.Add(DefinitionAnswer.Of(document, whole: false));
        }

        return TypedResults.Ok(new ListResult<DefinitionAnswer>(answers, null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string kind, string name, IDocuments<DefinitionDocument> installed, Installation installation, HttpContext http, CancellationToken ct)
    {
        if (await installed.GetAsync(DefinitionDocument.IdOf(kind, name), ct) is not { Removed: false } document)
            return BuiltIn(kind, name) is null ? Missing(kind, name) : Problems.Conflict($"Definition '{kind}/{name}' is built in and can't be removed.");
        if (http.Request.Refuses(document.Revision) is { } changed)
            return changed;
        if (await installation.UsersAsync(document.Id, ct) is { Count: > 0 } users)
            return Problems.Conflict($"Definition '{kind}/{name}' is in use by {string.Join(", ", users)}. Delete them, or submit them without it, first.");
        return await installation.RemoveAsync(document, ct)
            ? TypedResults.NoContent()
            : Problems.Conflict($"Somebody else changed definition '{kind}/{name}' at the same time. Read it again and decide anew.");
    }

    private static Definition? BuiltIn(string kind, string name) =>
        DefinitionCatalog.BuiltIn.All.FirstOrDefault(definition => definition.Kind == kind && definition.Name == name);

    private static ProblemHttpResult Missing(string kind, string name) => Problems.NotFound($"Definition '{kind}/{name}'");
}
