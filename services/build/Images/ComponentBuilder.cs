using Platform.Build.Contents;
using Platform.Build.Lint;
using Platform.Build.Packages;
using Platform.Build.Tasks;
using Platform.Messaging;

namespace Platform.Build.Images;

/// <summary>
/// From a component source to a component package: gets the image and what else the component carries, by the kind of source, looks
/// everything over, and only then stores the package, with a statement of where it comes from beside it.
/// </summary>
internal sealed class ComponentBuilder(
    ExistingImage existing, ImageFromGit fromGit, ContentBuilder contents, ComponentPackages packages, ComponentProvenance provenance)
{
    internal async Task<BuildOutcome> BuildAsync(BuildJob job, CancellationToken ct)
    {
        ParameterLint.Check(job.Source);
        var image = await ImageAsync(job, ct);
        var content = await contents.BuildAsync(job, ct);
        if (image is null && content is null)
            throw new BuildFailedException("The source names no place that the component comes from; register it again.");

        FaultPoint.Hit("build-content", job.Task.Id);
        string[] images = image is null ? [] : [image.Reference];
        var package = await packages.PushAsync(job.Task, images, content, ct);
        FaultPoint.Hit("build-pushed", job.Task.Id);
        await provenance.AttachAsync(
            job.Task, package.Manifest, [.. image?.Materials ?? [], .. content?.Materials ?? []], image?.Builder ?? "platform/build", ct);
        return new BuildOutcome(package.Manifest.Digest, images, package.Content?.MediaType, package.Content?.Digest, image?.Reused ?? package.WasThere);
    }

    private async Task<ComponentImage?> ImageAsync(BuildJob job, CancellationToken ct) => job.Source.Image switch
    {
        { Git: not null } source => await fromGit.GetAsync(job, source, ct),
        { Ref: { } reference } => new ComponentImage(await existing.PinAsync(reference, job.Log, ct), Reused: false),
        _ => null,
    };
}
