using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Oci;
using Platform.Package.Sources;

namespace Platform.Package.Packaging;

/// <summary>
/// One wish for a version. Wishes for the same version with the same content are one; a version that is complete or under way is fixed, so
/// other content is a conflict; one that failed or was cancelled gave nothing, so it may be begun again with what the sources are now.
/// The content is what the sources say: a branch or tag that has moved since is no other content, and the version stays with the commit or
/// digest it was built of.
/// </summary>
internal sealed class PackageWish(IOutbox<PackagingSaga> packages, IArtifactStore store, TimeProvider time, string who)
{
    internal async Task<(PackagingSaga? Package, ProblemHttpResult? Refusal)> BeginAsync(
        string ns, string app, PackageRequest request, IReadOnlyList<SourceDocument> sources, CancellationToken ct)
    {
        while (true)
        {
            var found = await packages.Documents.GetAsync(PackagingSaga.IdOf(ns, app, request.Version).ToString(), ct);
            if (found is null)
            {
                var begun = PackageBeginning.Begin(ns, app, request, sources, who, time.GetUtcNow());
                if (await packages.InsertAsync(begun, ct))
                    return (begun, null);
            }
            else if (found.Leaving)
            {
                return (null, Problems.Conflict($"Package {app}:{request.Version} is being deleted just now; ask again in a moment."));
            }
            else if (found.Phase is PackagePhase.Failed or PackagePhase.Cancelled)
            {
                found.Take(sources);
                found.BeginAgain(request.Labels, who, request.Force);
                found.Tags = [.. request.Tags];
                if (await packages.ReplaceAsync(found, ct))
                    return (found, null);
            }
            else if (found.Phase == PackagePhase.Succeeded && request.Force)
            {
                return (null, Problems.Conflict(
                    $"Package {app}:{request.Version} is complete; a version never changes, so take a new one to build by force."));
            }
            else
            {
                return found.DifferencesTo(sources) is { Count: > 0 } changed ? (null, Conflict(found, changed)) : (found, null);
            }
        }
    }

    private ProblemHttpResult Conflict(PackagingSaga package, IReadOnlyList<string> changed) => Problems.Conflict(
        $"Package {package.Application}:{package.PackageVersion} is {PackageEndpoints.PhaseOf(package)} with other sources"
            + $"{(package.Digest is null ? "" : $" ({store.Host}, {package.Digest})")}; a version never changes, so take a new one.",
        changed.Select(c => new ProblemError("", $"The source of component {c} is not the one version {package.PackageVersion} was begun with.")));
}
