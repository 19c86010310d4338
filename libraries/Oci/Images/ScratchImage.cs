using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Oci;

/// <summary>
/// A container image made without any tool: nothing but the files given, as one layer. The same content gives the same digest, since
/// no time, no owner and no compression goes into it.
/// </summary>
public sealed record ScratchImage
{
    /// <summary>The files.</summary>
    public required IReadOnlyList<ImageFile> Files { get; init; }

    /// <summary>The program to run with its first arguments.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>Ports it listens on, e.g. <c>8080/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>Labels of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>What it runs on.</summary>
    public ImagePlatform Platform { get; init; } = new() { Architecture = "amd64", Os = "linux" };

    /// <summary>Stores the image under a tag; what is there already is not written again.</summary>
    public async Task<Descriptor> PushAsync(IArtifactStore store, string repository, string tag, CancellationToken ct = default)
    {
        var layer = await LayerAsync(ct);
        var config = CanonicalJson.Write(Config(Digest.Of(layer)));
        return await store.PushManifestAsync(
            repository,
            new Manifest
            {
                Config = await store.PushBlobAsync(repository, MediaTypes.ImageConfig, Encoding.UTF8.GetBytes(config), ct),
                Layers = [await store.PushBlobAsync(repository, MediaTypes.LayerTar, layer, ct)],
            },
            tag,
            ct);
    }

    private async Task<byte[]> LayerAsync(CancellationToken ct)
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var file in Files.OrderBy(f => f.Path, StringComparer.Ordinal))
                await writer.WriteEntryAsync(Entry(file), ct);
        }

        return tar.ToArray();
    }

    private static UstarTarEntry Entry(ImageFile file) => new(TarEntryType.RegularFile, file.Path.TrimStart('/'))
    {
        DataStream = new MemoryStream(file.Content.ToArray(), writable: false),
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            | (file.Executable ? UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : 0),
    };

    // The names are the image specification's (config.md), hence the two spellings.
    private JsonNode? Config(Digest layer) => JsonSerializer.SerializeToNode(new
    {
        architecture = Platform.Architecture,
        os = Platform.Os,
        config = new { Entrypoint, ExposedPorts = ExposedPorts.ToDictionary(p => p, _ => new object()), Labels },
        rootfs = new { type = "layers", diff_ids = new[] { layer } },
        history = new[] { new { created_by = "platform" } },
    });
}
