namespace Platform.Oam;

/// <summary>The kinds that a cluster's API server serves, as of the discovery that planning took.</summary>
public sealed class ServedKinds
{
    private readonly Dictionary<(string ApiVersion, string Kind), bool> kinds = [];

    /// <param name="served">apiVersion, kind, and whether its objects live in namespaces.</param>
    public ServedKinds(IEnumerable<(string ApiVersion, string Kind, bool Namespaced)> served)
    {
        ArgumentNullException.ThrowIfNull(served);
        foreach (var (apiVersion, kind, namespaced) in served) kinds[(apiVersion, kind)] = namespaced;
    }

    /// <summary>All of them.</summary>
    public IEnumerable<(string ApiVersion, string Kind)> All => kinds.Keys;

    /// <summary>Whether objects of the kind can be had there.</summary>
    public bool Has(string apiVersion, string kind) => kinds.ContainsKey((apiVersion, kind));

    /// <summary>Null when the kind isn't served.</summary>
    public bool? IsNamespaced(string apiVersion, string kind) => kinds.TryGetValue((apiVersion, kind), out var namespaced) ? namespaced : null;
}
