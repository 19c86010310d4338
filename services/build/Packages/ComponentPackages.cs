using System.Text;
using System.Text.Json.Nodes;
using Platform.Build.Tasks;
using Platform.Oci;

namespace Platform.Build.Packages;

/// <summary>
/// Writes component packages: OCI manifests whose configuration says what the component is (type, images by digest, default properties,
/// schema of its parameters). No version, time or place goes in: the same component gives the same digest wherever it is packed.
/// </summary>
internal sealed class ComponentPackages(IArtifactStore store)
{
    internal async Task<Digest> PushAsync(BuildTask task, IReadOnlyList<string> images, CancellationToken ct)
    {
        var repository = PackageNames.Repository(task.Namespace, task.Application);
        var config = Encoding.UTF8.GetBytes(CanonicalJson.Write(Describe(task, images)));
        var pushed = await store.PushManifestAsync(
            repository,
            new Manifest
            {
                ArtifactType = PackageNames.ComponentType,
                Config = await store.PushBlobAsync(repository, PackageNames.ComponentConfig, config, ct),
                // An artifact without content of its own has the empty object as its one layer (image-spec, manifest.md).
                Layers = [await store.PushBlobAsync(repository, MediaTypes.Empty, "{}"u8.ToArray(), ct)],
                Annotations = new Dictionary<string, string> { [Annotations.Title] = task.Component },
            },
            ct: ct);
        return pushed.Digest;
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
