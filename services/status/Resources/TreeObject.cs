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

    /// <summary>When it was made: its age follows from it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How often its containers were started again.</summary>
    public int Restarts { get; init; }

    /// <summary>Fields that somebody changed since it was applied.</summary>
    public IReadOnlyList<string> Drift { get; init; } = [];

    /// <summary>Who changed them, as far as the cluster says.</summary>
    public IReadOnlyList<string> ChangedBy { get; init; } = [];

    public IReadOnlyList<TreeObject> Children { get; init; } = [];
}
