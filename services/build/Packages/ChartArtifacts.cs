using System.Text;
using Platform.Build.Contents;
using Platform.Build.Tasks;
using Platform.Oci;

namespace Platform.Build.Packages;

/// <summary>
/// Charts as Helm's own artifacts, beside the packages that hold them: <c>helm pull oci://…/charts/NAMESPACE/APPLICATION/CHART --version V</c>.
/// The tag is the chart's version and leads to the chart of that version that was packaged last; packages hold theirs by digest.
/// </summary>
internal sealed class ChartArtifacts(IArtifactStore store)
{
    /// <summary>Publishes the chart, and gives its layer with a note of where. A name that no repository may have is not published.</summary>
    internal async Task<Descriptor> PublishAsync(BuildTask task, ChartFacts chart, Descriptor layer, CancellationToken ct)
    {
        var repository = PackageNames.ChartRepository(task.Namespace, task.Application, chart.Name);
        var tag = OciNames.TagOf(chart.Version);
        if (!OciNames.IsRepository(repository) || !OciNames.IsTag(tag))
            return layer;

        var packages = PackageNames.Repository(task.Namespace, task.Application);
        if (!await store.MountBlobAsync(repository, packages, layer.Digest, ct))
        {
            await using var content = await store.OpenBlobAsync(packages, layer.Digest, ct)
                ?? throw new OciException(OciError.NotFound, $"{store.Host}/{packages} does not have {layer.Digest}.");
            await store.PushBlobAsync(repository, layer.MediaType, content, layer.Digest, ct);
        }

        var config = Encoding.UTF8.GetBytes(CanonicalJson.Write(chart.About));
        await store.PushManifestAsync(
            repository,
            new Manifest
            {
                Config = await store.PushBlobAsync(repository, PackageNames.ChartConfig, config, ct),
                Layers = [layer],
                Annotations = Notes(chart),
            },
            tag,
            ct);
        return layer with { Annotations = new Dictionary<string, string>(Notes(chart)) { [PackageNames.ChartRepositoryAnnotation] = repository } };
    }

    private static Dictionary<string, string> Notes(ChartFacts chart) =>
        new() { [Annotations.Title] = chart.Name, [Annotations.Version] = chart.Version };
}
