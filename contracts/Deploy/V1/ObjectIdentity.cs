namespace Platform.Contracts.Deploy.V1;

/// <summary>Identity of a Kubernetes object.</summary>
public sealed record ObjectIdentity
{
    /// <summary>E.g. <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>E.g. <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Null for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Metadata.name.</summary>
    public required string Name { get; init; }
}
