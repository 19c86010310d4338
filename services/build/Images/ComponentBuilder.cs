using Platform.Build.Logs;
using Platform.Build.Packages;
using Platform.Build.Tasks;

namespace Platform.Build.Images;

/// <summary>From a component source to a component package: gets the images by the kind of source, then packs what the component is.</summary>
internal sealed class ComponentBuilder(ExistingImage existing, ComponentPackages packages)
{
    internal async Task<BuildOutcome> BuildAsync(BuildTask task, BuildLog log, CancellationToken ct)
    {
        var source = task.Source ?? throw new BuildFailedException("The task has no source.");
        var image = source.Image is { Ref: { } reference }
            ? await existing.PinAsync(reference, log, ct)
            : throw new BuildFailedException("This kind of source is not supported yet: image.ref is.");
        var digest = await packages.PushAsync(task, [image], ct);
        return new BuildOutcome(digest, [image], Reused: false);
    }
}
