namespace Platform.Oci;

/// <summary>Which artifact store to open (configuration section <c>Artifacts</c>).</summary>
public sealed class ArtifactStoreOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Artifacts";

    /// <summary>The host name that stands for the platform's own store when it is a folder.</summary>
    public const string DefaultAlias = "platform.local";

    /// <summary>The folder of the OCI layout; needed and used when <see cref="Registry"/> is not set.</summary>
    public string? Directory { get; set; }

    /// <summary>
    /// A registry: <c>registry.example:5000</c>, <c>https://user:password@registry.example</c>; <c>http://…</c> for one without TLS.
    /// </summary>
    public string? Registry { get; set; }

    /// <summary>The host in references that names the platform's own store, be it a folder or a registry.</summary>
    public string Alias { get; set; } = DefaultAlias;

    /// <summary>What is known of the registries images come from.</summary>
    public RegistriesOptions Registries { get; set; } = new();

    /// <summary>Opens the store these options describe. Throws <see cref="FormatException"/> when the registry's address cannot be read.</summary>
    public IArtifactStore Open(Registries registries) => string.IsNullOrWhiteSpace(Registry)
        ? new LayoutStore(Directory ?? throw new InvalidOperationException("Neither a folder nor a registry is configured for artifacts."), Alias)
        : registries.Open(RegistryEndpoint.Parse(Registry));
}
