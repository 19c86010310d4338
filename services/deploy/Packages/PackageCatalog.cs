using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Packages;

/// <summary>The application packages Deploy has heard of.</summary>
internal sealed class PackageCatalog(IDocuments<PackageDocument> packages, TimeProvider clock)
{
    /// <summary>Who has just seen a package succeed may submit before the news of it is here.</summary>
    private static readonly TimeSpan NewsMayTake = TimeSpan.FromSeconds(2);

    /// <summary>Versions of a package Deploy has heard of.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync(string ns, string name, CancellationToken ct) =>
        [.. (await OfAsync(ns, name, ct)).Select(package => package.PackageVersion)];

    /// <summary>The newest package a reference accepts; null when none does, not even a moment later.</summary>
    public async Task<PackageDocument?> ResolveAsync(string ns, PackageReference reference, CancellationToken ct)
    {
        PackageDocument? found = null;
        await Waiting.ForAsync(NewsMayTake, async () => (found = await FindAsync(ns, reference, ct)) is not null, clock, ct);
        return found;
    }

    private async Task<PackageDocument?> FindAsync(string ns, PackageReference reference, CancellationToken ct)
    {
        var known = await OfAsync(ns, reference.Name, ct);
        var version = reference.Newest(known.Select(package => package.PackageVersion));
        return version is null ? null : known.First(package => package.PackageVersion == version);
    }

    /// <summary>The newest package that is newer than the one an application has; null when none is.</summary>
    public async Task<PackageDocument?> UpgradeAsync(string ns, string name, string current, CancellationToken ct)
    {
        var known = await OfAsync(ns, name, ct);
        var version = PackageReference.Upgrade(current, known.Select(package => package.PackageVersion));
        return version is null ? null : known.First(package => package.PackageVersion == version);
    }

    public async Task AddAsync(ApplicationPackaged packaged, CancellationToken ct)
    {
        var document = new PackageDocument
        {
            Id = PackageDocument.IdOf(packaged.Namespace, packaged.Application, packaged.Version),
            Namespace = packaged.Namespace,
            Name = packaged.Application,
            PackageVersion = packaged.Version,
            Digest = packaged.Digest,
            Components = [.. packaged.Components.Select(PackageEntry.Of)],
        };
        if (await packages.InsertAsync(document, ct))
            return;
        await packages.UpdateAsync(document.Id, known =>
        {
            if (known.Digest == document.Digest)
                return false;
            (known.Digest, known.Components) = (document.Digest, document.Components);
            return true;
        }, ct);
    }

    public async Task RemoveAsync(PackageDeleted deleted, CancellationToken ct)
    {
        var id = PackageDocument.IdOf(deleted.Namespace, deleted.Application, deleted.Version);
        if (await packages.GetAsync(id, ct) is { } known && known.Digest == deleted.Digest)
            await packages.DeleteAsync(id, known.Version, ct);
    }

    private async Task<List<PackageDocument>> OfAsync(string ns, string name, CancellationToken ct)
    {
        var found = new List<PackageDocument>();
        await foreach (var package in packages.FindAllAsync(
            Find<PackageDocument>.All.Where(package => package.Namespace, ns).Where(package => package.Name, name), ct))
            found.Add(package);
        return found;
    }
}
