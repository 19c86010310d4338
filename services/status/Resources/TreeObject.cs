namespace Platform.Status.Resources;

/// <summary>A live object (or one that is missing) with what its controllers made of it.</summary>
internal sealed record TreeObject
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public string? Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Healthy, …, or none where the kind has no rule.</summary>
    public required string Health { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<string> Images { get; init; } = [];

    public IReadOnlyList<TreeObject> Children { get; init; } = [];
}
