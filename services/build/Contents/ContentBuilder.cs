using Platform.Build.Tasks;

namespace Platform.Build.Contents;

/// <summary>Gets what a component carries besides images, by the kind of its source, and looks it over before anything is stored.</summary>
internal sealed class ContentBuilder(ChartContent charts, KustomizeContent kustomize, ManifestContent manifests, ConfigContent config)
{
    /// <summary>The content; null for a component that is its image alone. Throws <see cref="BuildFailedException"/> with everything that is wrong.</summary>
    internal async Task<ComponentContent?> BuildAsync(BuildJob job, CancellationToken ct) => job.Source switch
    {
        { Chart: { } chart } => await charts.GetAsync(job, chart, ct),
        { Kustomize: { } tree } => await kustomize.GetAsync(job, tree, ct),
        { Manifests: { } tree } => await manifests.GetAsync(job, tree, ct),
        { Config: { } values } => await config.GetAsync(job, values, ct),
        _ => null,
    };
}
