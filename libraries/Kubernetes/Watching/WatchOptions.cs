namespace Platform.Kubernetes;

/// <summary>What to watch of a kind.</summary>
public sealed record WatchOptions
{
    /// <summary>Null: all namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>E.g. <c>platform.oam.dev/managed-by=platform</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>E.g. <c>metadata.name=web</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Keeps who set which field; most of an object, so only for those who read it.</summary>
    public bool KeepManagedFields { get; init; }

    /// <summary>How long one watch request lasts before it is made anew where it was.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
