using System.Text.Json;
using Platform.Build.Tasks;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Images.Builders;

/// <summary>
/// What <c>docker save</c> writes (moby's image specification 1.2): a <c>manifest.json</c> that names a configuration and layers. Every version
/// of Docker writes it; an OCI layout is beside it since version 25 only.
/// </summary>
internal static class DockerArchive
{
    private const int LargestConfig = 16 * 1024 * 1024;

    /// <summary>Makes an OCI layout of an unpacked archive with one image; the image's digest.</summary>
    internal static async Task<Digest> ToLayoutAsync(string archive, string layout, CancellationToken ct)
    {
        await using var file = File.OpenRead(In(archive, "manifest.json"));
        var image = (await JsonSerializer.DeserializeAsync<List<Entry>>(file, cancellationToken: ct)) is [var only]
            ? only
            : throw new BuildFailedException("Docker saved another number of images than one.");
        var config = new FileInfo(In(archive, image.Config));
        if (config.Length > LargestConfig)
            throw new BuildFailedException($"The image's configuration is larger than {LargestConfig} bytes.");

        using var store = new LayoutStore(layout);
        var layers = new List<Descriptor>();
        foreach (var layer in image.Layers)
        {
            await using var content = File.OpenRead(In(archive, layer));
            layers.Add(await store.PushBlobAsync(ImageOrder.Repository, MediaTypes.LayerTar, content, ct: ct));
        }

        var manifest = new Manifest
        {
            Config = await store.PushBlobAsync(ImageOrder.Repository, MediaTypes.ImageConfig, await File.ReadAllBytesAsync(config.FullName, ct), ct),
            Layers = layers,
        };
        return (await store.PushManifestAsync(ImageOrder.Repository, manifest, ct: ct)).Digest;
    }

    private static string In(string archive, string path) => ArchivePaths.Fault(path) is null
        ? Path.Combine(archive, path)
        : throw new BuildFailedException($"Docker names a file '{path}' in what it saved.");

    private sealed record Entry(string Config, IReadOnlyList<string> Layers);
}
