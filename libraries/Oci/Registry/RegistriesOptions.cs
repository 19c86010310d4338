namespace Platform.Oci;

/// <summary>What is known of registries that images come from.</summary>
public sealed class RegistriesOptions
{
    /// <summary>Hosts that are spoken to without TLS, e.g. <c>registry:5000</c>. Loopback hosts always are, as with Docker.</summary>
    public IList<string> PlainHttp { get; init; } = [];

    /// <summary>
    /// Registries by the host that stands in references: an address, with credentials if needed
    /// (<c>https://user:password@registry.example</c>).
    /// </summary>
    public IDictionary<string, string> Endpoints { get; init; } = new Dictionary<string, string>();
}
