using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Oci;
using Platform.Package.Tags;
using Platform.Package.Usage;
using Platform.Storage;

namespace Platform.Package.Packaging;

/// <summary>
/// Deletes a package that nobody uses. The events go out first and with certainty; the artifact's tags go last, and what they led to when
/// nothing refers to it any more (<see cref="Artifacts.ReleasedArtifacts"/>).
/// </summary>
internal sealed class PackageDeletion(
    IOutbox<PackagingSaga> packages, IDocuments<PackageUse> uses, PackageTags tags, IArtifactStore store, ILogger<PackageDeletion> log)
{
    /// <summary>Deletes a package, or says why not.</summary>
    internal async Task<(bool Deleted, ProblemHttpResult? Refusal)> DeleteAsync(string ns, string app, string version, CancellationToken ct)
    {
        while (true)
        {
            var package = await packages.Documents.GetAsync(PackagingSaga.IdOf(ns, app, version).ToString(), ct);
            if (package is null || package.Leaving)
                return (false, PackageEndpoints.NotFound(ns, app, version));
            if (!package.HasEnded)
                return (false, Problems.Conflict($"Package {app}:{version} is {PackageEndpoints.PhaseOf(package)}; cancel it first."));
            if (await UsersAsync(package, ct) is { Count: > 0 } users)
                return (false, Problems.Conflict($"Package {app}:{version} is used by {string.Join(", ", users)}."));

            if (!await LeaveAsync(package, ct))
                continue;
            await UntagAsync(package, ct);
            return (true, null);
        }
    }

    private async Task<IReadOnlyList<string>> UsersAsync(PackagingSaga package, CancellationToken ct)
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

    private Task<bool> LeaveAsync(PackagingSaga package, CancellationToken ct)
    {
        var digests = package.Components.Select(c => c.Digest).Prepend(package.Digest).OfType<string>().Distinct().ToList();
        if (digests.Count == 0)
            return packages.Documents.DeleteAsync(package.Id, package.Version, ct);

        package.Leaving = true;
        package.Publish(new ReleaseArtifacts
        {
            Namespace = package.Namespace,
            Application = package.Application,
            Digests = digests,
            Images = [.. package.Components.SelectMany(c => c.Images).Distinct()],
        });
        if (package.Digest is not null)
        {
            package.Publish(new PackageDeleted
            {
                Namespace = package.Namespace,
                Application = package.Application,
                Version = package.PackageVersion,
                Digest = package.Digest,
            });
        }

        return packages.ReplaceAsync(package, ct);
    }

    private async Task UntagAsync(PackagingSaga package, CancellationToken ct)
    {
        try
        {
            foreach (var tag in (await tags.OfApplicationAsync(package.Owner, ct))[package.PackageVersion])
                await tags.RemoveAsync(package, tag, ct);
            await store.DeleteTagAsync(PackageNames.Repository(package.Namespace, package.Application), OciNames.TagOf(package.PackageVersion), ct);
            foreach (var component in package.Components.Where(c => c.Source.Image?.Git is not null))
            {
                await store.DeleteTagAsync(
                    PackageNames.ImageRepository(package.Namespace, package.Application),
                    PackageNames.ImageTag(component.Component, package.PackageVersion),
                    ct);
            }
        }
        catch (OciException e)
        {
            // The package is deleted all the same: its manifest goes with every tag when it is released, a package half deleted does not.
            PackageLogging.TagStayed(log, package.Application, package.PackageVersion, e.Message);
        }
    }
}
