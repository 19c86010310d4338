using System.Text;
using Platform.Oci;

namespace Platform.Local.Delivery;

/// <summary>
/// The images of <c>samples/shop</c>, made on the spot and put into the platform's own artifact store: the sample needs no network. They
/// are real images of one file each; a second start finds them there.
/// </summary>
internal static class SampleImages
{
    private static readonly string[] Components = ["web", "api"];

    /// <summary>Puts the images into the store the platform itself uses: the registry if one is given, else the folder <c>artifacts</c> of the data folder.</summary>
    public static async Task EnsureAsync(string dataDirectory, string? registry, CancellationToken cancellation)
    {
        using var registries = new Registries(new RegistriesOptions());
        var options = new ArtifactStoreOptions { Directory = Path.Combine(dataDirectory, "artifacts"), Registry = registry };
        await EnsureAsync(options.Open(registries), cancellation);
    }

    /// <summary>Puts the images into a store.</summary>
    public static async Task EnsureAsync(IArtifactStore store, CancellationToken cancellation)
    {
        foreach (var component in Components)
            await ImageOf(component).PushAsync(store, $"shop/{component}", "1.0.0", cancellation);
    }

    private static ScratchImage ImageOf(string component) => new()
    {
        Files = [new ImageFile($"/{component}/README", Encoding.UTF8.GetBytes($"This stands for the shop's {component}; nothing runs in it.\n"))],
        Entrypoint = [$"/{component}/{component}"],
        ExposedPorts = ["8080/tcp"],
        Labels = new Dictionary<string, string> { [Annotations.Title] = $"shop {component}" },
    };
}
