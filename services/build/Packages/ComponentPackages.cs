using System.Text;
using System.Text.Json.Nodes;
using Platform.Build.Contents;
using Platform.Build.Tasks;
using Platform.Oci;

namespace Platform.Build.Packages;

/// <summary>
/// Writes component packages: OCI manifests whose configuration says what the component is (type, images by digest, default properties,
/// schema of its parameters) and whose layer is what it carries besides images. No version, time or place goes in: the same component
/// gives the same digest wherever it is packed.
/// </summary>
internal sealed class ComponentPackages(IArtifactStore store, ChartArtifacts charts)
{
    /// <summary>Stores the package. Throws <see cref="OciException"/>.</summary>
    internal async Task<PushedPackage> PushAsync(BuildTask task, IReadOnlyList<string> images, ComponentContent? content, CancellationToken ct)
    {
        var repository = PackageNames.Repository(task.Namespace, task.Application);
        var wasThere = content is not null && await store.HasBlobAsync(repository, Digest.Of(content.Bytes.Span), ct);
        var layer = await LayerAsync(task, repository, content, ct);
        var config = Encoding.UTF8.GetBytes(CanonicalJson.Write(Describe(task, images)));
        var manifest = await store.PushManifestAsync(
            repository,
            new Manifest
            {
                ArtifactType = PackageNames.ComponentType,
                Config = await store.PushBlobAsync(repository, PackageNames.ComponentConfig, config, ct),
                Layers = [layer],
                Annotations = new Dictionary<string, string> { [Annotations.Title] = task.Component },
            },
            ct: ct);
        return new PushedPackage(manifest, content is null ? null : layer, wasThere);
    }

    // An artifact without content of its own has the empty object as its one layer (image-spec, manifest.md).
    private async Task<Descriptor> LayerAsync(BuildTask task, string repository, ComponentContent? content, CancellationToken ct)
    {
        if (content is null)
            return await store.PushBlobAsync(repository, MediaTypes.Empty, "{}"u8.ToArray(), ct);
        var layer = await store.PushBlobAsync(repository, content.MediaType, content.Bytes, ct);
        return content.Chart is { } chart ? await charts.PublishAsync(task, chart, layer, ct) : layer;
    }

    private static JsonObject Describe(BuildTask task, IReadOnlyList<string> images)
    {
        var described = new JsonObject
        {
            ["component"] = task.Component,
            ["type"] = task.Source!.Type,
            ["images"] = new JsonArray([.. images.Select(i => JsonValue.Create(i))]),
        };
        if (task.Source.Properties is { } properties)
            described["properties"] = JsonNode.Parse(properties);
        if (task.Source.ParametersSchema is { } schema)
            described["parametersSchema"] = JsonNode.Parse(schema);
        return described;
    }
}
