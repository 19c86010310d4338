using Platform.Oci;
using Platform.Package.Tags;

namespace Platform.Package.Packaging;

/// <summary>Makes answers of packages, with the tags that lead to them.</summary>
internal sealed class PackageViews(IArtifactStore store, PackageTags tags)
{
    internal async Task<PackageView> OfAsync(PackagingSaga package, CancellationToken ct) => (await OfAsync(package.Owner, [package], ct))[0];

    /// <summary>Answers of packages of one application.</summary>
    internal async Task<IReadOnlyList<PackageView>> OfAsync(string owner, IEnumerable<PackagingSaga> packages, CancellationToken ct)
    {
        var known = await tags.OfApplicationAsync(owner, ct);
        return [.. packages.Select(p => PackageView.Of(p, store, [.. known[p.PackageVersion]]))];
    }
}
