namespace Platform.Contracts.Deploy.V1;

/// <summary>An object as it was applied: what an inventory consists of.</summary>
public sealed record AppliedObject
{
    /// <summary>E.g. <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>E.g. <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Null for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Metadata.name.</summary>
    public required string Name { get; init; }

    /// <summary>The component it belongs to.</summary>
    public required string Component { get; init; }

    /// <summary>The plural the API server knows the kind by, e.g. <c>deployments</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Metadata.uid.</summary>
    public required string Uid { get; init; }

    /// <summary>Metadata.resourceVersion after the apply.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>Metadata.generation after the apply; 0 where the kind has none.</summary>
    public required long Generation { get; init; }

    /// <summary>Which of <see cref="ClusterApplied.Shapes"/> says what fields the object fixes; null where nothing is known of them.</summary>
    public string? Shape { get; init; }

    /// <summary>Prints of those fields' values as the cluster took them, in Base64: keyed, of use to the platform alone.</summary>
    public string? Print { get; init; }

    /// <summary>The definition that made it, where that has functions of its own for the health or the message of what it made; null = the rule of the kind counts.</summary>
    public DefinitionReference? Definition { get; init; }
}
