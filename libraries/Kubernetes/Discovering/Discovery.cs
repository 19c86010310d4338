using System.Diagnostics.CodeAnalysis;

namespace Platform.Kubernetes;

/// <summary>The kinds a cluster knows, as of one moment.</summary>
public sealed class Discovery
{
    private readonly Dictionary<(string ApiVersion, string Kind), ApiResource> _byKind = [];
    private readonly Dictionary<(string Group, string Kind), ApiResource> _preferred = [];

    /// <summary>Resources in the server's order: the preferred version of a group comes first.</summary>
    public Discovery(IEnumerable<ApiResource> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Resources = [.. resources];
        foreach (var resource in Resources)
        {
            _byKind.TryAdd((resource.ApiVersion, resource.Kind), resource);
            _preferred.TryAdd((resource.Group, resource.Kind), resource);
        }
    }

    /// <summary>Every kind, subresources left out.</summary>
    public IReadOnlyList<ApiResource> Resources { get; }

    /// <summary>The groups whose kinds could not be had (an aggregated API server is down); what is missing here may exist.</summary>
    public IReadOnlyList<string> StaleGroups { get; init; } = [];

    /// <summary>The kind a manifest names.</summary>
    public bool TryFind(string apiVersion, string kind, [NotNullWhen(true)] out ApiResource? resource) =>
        _byKind.TryGetValue((apiVersion, kind), out resource);

    /// <summary>The version of a kind this cluster prefers, e.g. <c>autoscaling/v2</c>; null when it does not know the kind.</summary>
    public ApiResource? Preferred(string group, string kind) => _preferred.GetValueOrDefault((group, kind));
}
