using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Oci;
using Platform.Package.Usage;
using Platform.Storage;

namespace Platform.Package.Packaging;

/// <summary>Deletes a package that nobody uses. The event goes out first and with certainty; the artifact's tag goes last.</summary>
internal static class PackageDeletion
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string ns, string app, string version, IOutbox<PackagingSaga> packages, IDocuments<PackageUse> uses, IArtifactStore store,
        ILogger<PackagingSaga> log, CancellationToken ct)
    {
        while (true)
        {
            var package = await packages.Documents.GetAsync(PackagingSaga.IdOf(ns, app, version).ToString(), ct);
            if (package is null || package.Leaving)
                return PackageEndpoints.NotFound(ns, app, version);
            if (!package.HasEnded)
                return Problems.Conflict($"Package {app}:{version} is {PackageEndpoints.PhaseOf(package)}; cancel it first.");
            if (await UsersAsync(package, uses, ct) is { Count: > 0 } users)
                return Problems.Conflict($"Package {app}:{version} is used by {string.Join(", ", users)}.");

            if (!await LeaveAsync(package, packages, ct))
                continue;
            await UntagAsync(package, store, log, ct);
            return TypedResults.NoContent();
        }
    }

    private static async Task<IReadOnlyList<string>> UsersAsync(PackagingSaga package, IDocuments<PackageUse> uses, CancellationToken ct)
    {
        if (package.Digest is null)
            return [];
        var page = await uses.FindAsync(Find<PackageUse>.All.Where(u => u.Digest, package.Digest).Limit(500), ct);
        return
        [
            .. page.Items.GroupBy(u => u.Application).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"application {g.Key} (revision {string.Join(", ", g.Select(u => u.Revision).Order())})"),
        ];
    }

    private static Task<bool> LeaveAsync(PackagingSaga package, IOutbox<PackagingSaga> packages, CancellationToken ct)
    {
        if (package.Digest is null)
            return packages.Documents.DeleteAsync(package.Id, package.Version, ct);

        package.Leaving = true;
        package.Publish(new PackageDeleted
        {
            Namespace = package.Namespace,
            Application = package.Application,
            Version = package.PackageVersion,
            Digest = package.Digest,
        });
        return packages.ReplaceAsync(package, ct);
    }

    private static async Task UntagAsync(PackagingSaga package, IArtifactStore store, ILogger log, CancellationToken ct)
    {
        try
        {
            await store.DeleteTagAsync(PackageNames.Repository(package.Namespace, package.Application), OciNames.TagOf(package.PackageVersion), ct);
        }
        catch (OciException e)
        {
            // The package is deleted all the same: a tag left over is overwritten or collected, a package half deleted is not.
            PackageLogging.TagStayed(log, package.Application, package.PackageVersion, e.Message);
        }
    }
}
