namespace Platform.Kubernetes;

/// <summary>A kind an API server knows, and where its objects are.</summary>
public sealed record ApiResource
{
    /// <summary>Empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>E.g. <c>v1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>E.g. <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name in paths, e.g. <c>deployments</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>False for cluster-scoped kinds.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>E.g. get, list, watch, patch.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Group and version as manifests write them: <c>v1</c>, <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Path of the collection (<paramref name="name"/> null) or of one object; all namespaces when <paramref name="ns"/> is null.</summary>
    public string Path(string? ns = null, string? name = null)
    {
        var root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        var scope = Namespaced && ns is not null ? $"/namespaces/{Uri.EscapeDataString(ns)}" : "";
        return name is null ? $"{root}{scope}/{Plural}" : $"{root}{scope}/{Plural}/{Uri.EscapeDataString(name)}";
    }
}
