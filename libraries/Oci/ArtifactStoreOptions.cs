namespace Platform.Oci;

/// <summary>Which artifact store to open.</summary>
public sealed class ArtifactStoreOptions
{
    /// <summary>The host name that stands for the platform's own store when it is a folder.</summary>
    public const string DefaultAlias = "platform.local";

    /// <summary>The folder of the OCI layout; used when <see cref="Registry"/> is not set.</summary>
    public string Directory { get; set; } = Path.Combine(".data", "artifacts");

    /// <summary>
    /// A registry: <c>registry.example:5000</c>, <c>https://user:password@registry.example</c>; <c>http://…</c> for one without TLS.
    /// </summary>
    public string? Registry { get; set; }

    /// <summary>The host part of references into the folder.</summary>
    public string Alias { get; set; } = DefaultAlias;

    /// <summary>Opens the store these options describe. Throws <see cref="FormatException"/> when the registry's address cannot be read.</summary>
    public IArtifactStore Open(Registries registries) => string.IsNullOrWhiteSpace(Registry)
        ? new LayoutStore(Directory, Alias)
        : registries.Open(RegistryEndpoint.Parse(Registry));
}
