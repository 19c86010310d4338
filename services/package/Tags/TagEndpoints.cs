using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Oci;
using Platform.Package.Packaging;
using Platform.Storage;

namespace Platform.Package.Tags;

/// <summary><c>namespaces/{ns}/packages/{app}/{version}/tags/{tag}</c>: names that lead to a version until they are moved.</summary>
internal static class TagEndpoints
{
    internal static void MapTags(this IEndpointRouteBuilder routes)
    {
        var tags = routes.MapGroup("/api/v1/namespaces/{ns}/packages/{app}/{version}/tags/{tag}").WithTags("packages");
        tags.MapPut("", PutAsync).Requires(Role.Developer).WithName("TagPackage").WithSummary("Lets a name such as latest lead to a package, wherever it led before");
        tags.MapDelete("", DeleteAsync).Requires(Role.Developer).WithName("UntagPackage").WithSummary("Takes a name away from a package");
    }

    private static async Task<Results<Ok<PackageView>, ProblemHttpResult>> PutAsync(
        string ns, string app, string version, string tag, IDocuments<PackagingSaga> packages, PackageTags tags, PackageViews views, CancellationToken ct)
    {
        if (PackageTags.Fault(tag) is { } fault)
            return Problems.Unprocessable(new ProblemError("tag", fault));
        if (await packages.GetAsync(PackagingSaga.IdOf(ns, app, version).ToString(), ct) is not { Leaving: false } package)
            return PackageEndpoints.NotFound(ns, app, version);
        if (package is not { Phase: PackagePhase.Succeeded, Digest: { } digest })
            return Problems.Conflict($"Package {app}:{version} is {PackageEndpoints.PhaseOf(package)}; a tag leads to a complete one.");
        return await StoreAsync(() => tags.MoveAsync(package, digest, tag, ct)) is { } refusal
            ? refusal
            : TypedResults.Ok(await views.OfAsync(package, ct));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string ns, string app, string version, string tag, IDocuments<PackagingSaga> packages, PackageTags tags, CancellationToken ct)
    {
        if (await packages.GetAsync(PackagingSaga.IdOf(ns, app, version).ToString(), ct) is not { Leaving: false } package)
            return PackageEndpoints.NotFound(ns, app, version);
        var removed = false;
        if (await StoreAsync(async () => removed = await tags.RemoveAsync(package, tag, ct)) is { } refusal)
            return refusal;
        return removed ? TypedResults.NoContent() : Problems.NotFound($"Tag {tag} of package {app}:{version}");
    }

    private static async Task<ProblemHttpResult?> StoreAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (OciException e) when (e.IsTransient)
        {
            return Problems.Unavailable(e.Message, TimeSpan.FromSeconds(10));
        }
        catch (OciException e)
        {
            return Problems.Conflict(e.Message);
        }
    }
}
