using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Messaging;
using Platform.Oci;
using Platform.Storage;

namespace Platform.Build.Images;

/// <summary>From a repository and a Dockerfile to an image in the artifact store, or to the one that is there from an equal build.</summary>
internal sealed class ImageFromGit(
    GitSources git, IImageBuilder builder, ImageBuilding building, ImageStoring storing, IDocuments<BuiltImage> built, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    /// <summary>Throws <see cref="BuildFailedException"/> or <see cref="OciException"/> with the reason.</summary>
    internal async Task<ComponentImage> GetAsync(BuildJob job, ImageSource image, CancellationToken ct)
    {
        ImageSourceCheck.ThrowIfFaulty(image);
        var builderName = await builder.DescribeAsync(ct);
        var tree = await git.FetchAsync(job, image.Git!, ct);
        FaultPoint.Hit("build-fetched", job.Task.Id);

        var id = BuiltImage.IdOf(ImageStoring.RepositoryOf(job.Task), ImageKey.Of(image, tree.Tree, builderName));
        if (!job.Task.Force && await FindAsync(id, job, ct) is { } found)
        {
            await job.Log.WriteAsync($"Reused: nothing has changed since {found.BuiltAt:u} (commit {found.Commit}), image {found.Digest}", ct);
            return ImageOf(job, image, found, reused: true);
        }

        await job.Log.WriteAsync($"Building with {builderName}", ct);
        var layouts = await building.BuildAsync(job, image, await git.CheckOutAsync(job, tree, ct), ct);
        FaultPoint.Hit("build-built", job.Task.Id);
        var digest = (await storing.StoreAsync(job, layouts, ct)).ToString();
        FaultPoint.Hit("build-stored", job.Task.Id);
        var made = new BuiltImage { Id = id, Digest = digest, Commit = tree.Commit, Builder = builderName, BuiltAt = time.GetUtcNow() };
        await RememberAsync(made, ct);
        FaultPoint.Hit("build-remembered", job.Task.Id);
        return ImageOf(job, image, made, reused: false);
    }

    private ComponentImage ImageOf(BuildJob job, ImageSource image, BuiltImage made, bool reused) => new(storing.ReferenceOf(job.Task, made.Digest), reused)
    {
        Builder = made.Builder,
        Materials = [new ProvenanceMaterial($"git+{image.Git!.Url}", "gitCommit", made.Commit)],
    };

    /// <summary>An equal image that was built before and is still in the store; it is this version's image too from now on.</summary>
    private async Task<BuiltImage?> FindAsync(string id, BuildJob job, CancellationToken ct) =>
        await built.GetAsync(id, ct) is { } found && await storing.TryTagAsync(job.Task, found.Digest, ct) ? found : null;

    private async Task RememberAsync(BuiltImage image, CancellationToken ct)
    {
        image.ExpiresAt = time.GetUtcNow() + Remembered;
        // Another worker's equal build may be first: both images are what the key stands for.
        if (!await built.InsertAsync(image, ct) && await built.GetAsync(image.Id, ct) is { } before)
        {
            image.Version = before.Version;
            await built.ReplaceAsync(image, ct);
        }
    }
}
