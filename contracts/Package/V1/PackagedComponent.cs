namespace Platform.Contracts.Package.V1;

/// <summary>One component of an application package.</summary>
public sealed record PackagedComponent
{
    /// <summary>Component name.</summary>
    public required string Component { get; init; }

    /// <summary>Component type.</summary>
    public required string Type { get; init; }

    /// <summary>Digest of the component package, <c>sha256:…</c>.</summary>
    public required string Digest { get; init; }

    /// <summary>Image references, each pinned by digest.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Media type of what the package carries besides images: a chart, a kustomize tree, manifests, configuration; null for none.</summary>
    public string? ContentType { get; init; }

    /// <summary>Digest of that content, <c>sha256:…</c>, in the repository of the application's packages.</summary>
    public string? ContentDigest { get; init; }

    /// <summary>JSON Schema of the component's parameters, as text.</summary>
    public string? ParameterSchema { get; init; }

    /// <summary>Default properties, a JSON object as text.</summary>
    public string? Properties { get; init; }
}
