using Platform.Oci;
using Platform.Package.Packaging;
using Platform.Storage;
using Semver;

namespace Platform.Package.Tags;

/// <summary>
/// The moving names of packages, such as <c>latest</c> and <c>stable</c>: documents say where each leads, and the artifact store has the
/// same name as a tag, for other tools.
/// </summary>
internal sealed class PackageTags(IDocuments<TagDocument> tags, IArtifactStore store)
{
    /// <summary>Null when it may be the name of a tag, else what is wrong.</summary>
    internal static string? Fault(string tag)
    {
        if (!OciNames.IsTag(tag))
            return $"'{tag}' is not a tag: at most 128 letters, digits, _ . -, not beginning with . or -.";
        // With _ for +, as versions with build metadata are tagged.
        if (SemVersion.TryParse(tag.Replace('_', '+'), SemVersionStyles.Strict, out _))
            return $"'{tag}' is a version, which never moves; a tag is a name such as latest or stable.";
        return Referrers.IsTag(tag) ? $"'{tag}' is a name that registries keep for what speaks of an artifact." : null;
    }

    /// <summary>The version a tag leads to; null when there is no such tag.</summary>
    internal async Task<string?> VersionOfAsync(string owner, string tag, CancellationToken ct) =>
        (await tags.GetAsync(TagDocument.IdOf(owner, tag), ct))?.PackageVersion;

    /// <summary>All tags of an application, by the version they lead to.</summary>
    internal async Task<ILookup<string, string>> OfApplicationAsync(string owner, CancellationToken ct)
    {
        var all = new List<TagDocument>();
        await foreach (var tag in tags.FindAllAsync(Find<TagDocument>.All.Where(t => t.Owner, owner), ct))
            all.Add(tag);
        return all.OrderBy(t => t.Tag, StringComparer.Ordinal).ToLookup(t => t.PackageVersion, t => t.Tag);
    }

    /// <summary>Lets a tag lead to a complete package. Of two at the same moment the one whose document stays wins, in the store too.</summary>
    internal async Task MoveAsync(PackagingSaga package, string digest, string tag, CancellationToken ct)
    {
        var wanted = digest;
        await WriteAsync(package, digest, tag, ct);
        do
        {
            digest = wanted;
            await PointAsync(package, digest, tag, ct);
            wanted = (await tags.GetAsync(TagDocument.IdOf(package.Owner, tag), ct))?.Digest ?? digest;
        }
        while (wanted != digest);
    }

    /// <summary>Takes a tag away from a version; false when it does not lead there.</summary>
    internal async Task<bool> RemoveAsync(PackagingSaga package, string tag, CancellationToken ct)
    {
        var id = TagDocument.IdOf(package.Owner, tag);
        if (await tags.GetAsync(id, ct) is not { } found || found.PackageVersion != package.PackageVersion || !await tags.DeleteAsync(id, found.Version, ct))
            return false;
        await store.DeleteTagAsync(RepositoryOf(package), tag, ct);
        return true;
    }

    private async Task WriteAsync(PackagingSaga package, string digest, string tag, CancellationToken ct)
    {
        while (true)
        {
            var found = await tags.GetAsync(TagDocument.IdOf(package.Owner, tag), ct);
            var document = found ?? new TagDocument { Id = TagDocument.IdOf(package.Owner, tag), Owner = package.Owner, Tag = tag };
            (document.PackageVersion, document.Digest) = (package.PackageVersion, digest);
            if (await (found is null ? tags.InsertAsync(document, ct) : tags.ReplaceAsync(document, ct)))
                return;
        }
    }

    private async Task PointAsync(PackagingSaga package, string digest, string tag, CancellationToken ct)
    {
        var repository = RepositoryOf(package);
        var index = await store.GetManifestAsync(repository, digest, ct) ?? throw new OciException(
            OciError.NotFound, $"Package {package.Application}:{package.PackageVersion}, {digest}, is not in {store.Host} any more.");
        await store.PushManifestAsync(repository, index.Descriptor.MediaType, index.Content, tag, ct);
    }

    private static string RepositoryOf(PackagingSaga package) => PackageNames.Repository(package.Namespace, package.Application);
}
