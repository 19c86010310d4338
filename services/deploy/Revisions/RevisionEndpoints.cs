using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Deploy.Applications;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Revisions;

/// <summary><c>namespaces/{ns}/applications/{name}/revisions</c>.</summary>
internal static class RevisionEndpoints
{
    public static void MapRevisions(this IEndpointRouteBuilder api)
    {
        var revisions = api.MapGroup("namespaces/{ns}/applications/{name}/revisions").WithTags("revisions");
        revisions.MapGet("", ListAsync).Requires(Role.Viewer);
        revisions.MapGet("{number:long}", GetAsync).Requires(Role.Viewer);
    }

    private static async Task<Results<Ok<ListResult<RevisionAnswer>>, ProblemHttpResult>> ListAsync(
        string ns, string name, ListQuery query, IDocuments<RevisionDocument> revisions, IDocuments<ApplicationDocument> applications, CancellationToken ct)
    {
        var key = ApplicationDocument.IdOf(ns, name);
        if (await applications.GetAsync(key, ct) is not { Deleted: false })
            return Problems.NotFound($"Application '{name}' in namespace '{ns}'");
        var find = Find<RevisionDocument>.All.Where(revision => revision.ApplicationKey, key).OrderByDescending(revision => revision.Number);
        var page = await Lists.PageAsync(revisions, find, query, _ => true, ct);
        return TypedResults.Ok(new ListResult<RevisionAnswer>([.. page.Items.Select(revision => RevisionAnswer.Of(revision, name, whole: false))], page.Continue));
    }

    private static async Task<Results<Ok<RevisionAnswer>, ProblemHttpResult>> GetAsync(
        string ns, string name, long number, IDocuments<RevisionDocument> revisions, CancellationToken ct) =>
        await revisions.GetAsync(RevisionDocument.IdOf(ApplicationDocument.IdOf(ns, name), number), ct) is { } revision
            ? TypedResults.Ok(RevisionAnswer.Of(revision, name, whole: true))
            : Problems.NotFound($"Revision {number} of application '{name}' in namespace '{ns}'");
}

/// <summary>A revision as it is shown; the document only when one is asked for.</summary>
internal sealed record RevisionAnswer(
    string Name, long Revision, string Digest, IReadOnlyList<string> Components, string? PackageVersion, string? PackageDigest,
    IReadOnlyDictionary<string, long> Definitions, DateTimeOffset CreatedAt, string CreatedBy, JsonNode? Document)
{
    public static RevisionAnswer Of(RevisionDocument revision, string application, bool whole) => new(
        RevisionDocument.NameOf(application, revision.Number), revision.Number, revision.ContentDigest, revision.Components,
        revision.PackageVersion, revision.PackageDigest, revision.Definitions, revision.CreatedAt, revision.CreatedBy, whole ? JsonNode.Parse(revision.Document) : null);
}
