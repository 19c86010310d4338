using Platform.Build.Packages;
using Platform.Build.Tasks;

namespace Platform.Build.Images;

/// <summary>From a component source to a component package: gets the images by the kind of source, then packs what the component is.</summary>
internal sealed class ComponentBuilder(ExistingImage existing, ImageFromGit fromGit, ComponentPackages packages)
{
    internal async Task<BuildOutcome> BuildAsync(BuildJob job, CancellationToken ct)
    {
        var image = job.Source.Image switch
        {
            { Git: not null } source => await fromGit.GetAsync(job, source, ct),
            { Ref: { } reference } => new ComponentImage(await existing.PinAsync(reference, job.Log, ct), Reused: false),
            _ => throw new BuildFailedException("This kind of source is not supported yet: image.ref and image.git are."),
        };
        var digest = await packages.PushAsync(job.Task, [image.Reference], ct);
        return new BuildOutcome(digest, [image.Reference], image.Reused);
    }
}
