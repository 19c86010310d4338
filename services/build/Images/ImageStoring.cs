using Platform.Build.Tasks;
using Platform.Oci;

namespace Platform.Build.Images;

/// <summary>
/// Images of an application in the artifact store. Each component has a tag for each package version, so that an image stays as long as
/// a version that uses it.
/// </summary>
internal sealed class ImageStoring(IArtifactStore store)
{
    internal static string RepositoryOf(BuildTask task) => PackageNames.ImageRepository(task.Namespace, task.Application);

    internal string ReferenceOf(BuildTask task, string digest) => $"{store.Host}/{RepositoryOf(task)}@{digest}";

    /// <summary>Moves what was built into the store: an image, or an index of them when it is for several platforms.</summary>
    internal async Task<Digest> StoreAsync(BuildJob job, IReadOnlyList<ImageLayout> layouts, CancellationToken ct)
    {
        var repository = RepositoryOf(job.Task);
        await job.Log.WriteAsync($"Storing the image in {store.Host}/{repository}", ct);
        if (layouts is [var only])
            return (await MoveAsync(only, repository, TagOf(job.Task), ct)).Digest;

        var images = new List<Descriptor>();
        foreach (var layout in layouts)
            images.Add(await MoveAsync(layout, repository, tag: null, ct) with { Platform = PlatformOf(layout.Platform!) });
        return (await store.PushIndexAsync(repository, new ManifestIndex { Manifests = images }, TagOf(job.Task), ct)).Digest;
    }

    /// <summary>Makes an image this version's; false when the store no longer has it.</summary>
    internal async Task<bool> TryTagAsync(BuildTask task, string digest, CancellationToken ct)
    {
        var repository = RepositoryOf(task);
        if (await store.GetManifestAsync(repository, digest, ct) is not { } image)
            return false;
        await store.PushManifestAsync(repository, image.Descriptor.MediaType, image.Content, TagOf(task), ct);
        return true;
    }

    private async Task<Descriptor> MoveAsync(ImageLayout image, string repository, string? tag, CancellationToken ct)
    {
        using var layout = new LayoutStore(image.Folder);
        return await ArtifactCopy.MoveAsync(layout, ImageOrder.Repository, image.Digest.ToString(), store, repository, tag, ct);
    }

    private static string TagOf(BuildTask task) => PackageNames.ImageTag(task.Component, task.PackageVersion);

    private static ImagePlatform PlatformOf(string platform)
    {
        var parts = platform.Split('/');
        return new ImagePlatform { Os = parts[0], Architecture = parts[1], Variant = parts.Length > 2 ? parts[2] : null };
    }
}
