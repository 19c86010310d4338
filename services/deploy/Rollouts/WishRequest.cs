namespace Platform.Deploy.Rollouts;

/// <summary>What may be said with a wish.</summary>
/// <param name="Step">The suspended step meant; null = all.</param>
/// <param name="Reason">In the words of who asks.</param>
internal sealed record WishRequest(string? Step, string? Reason)
{
    public WishRequest() : this(null, null)
    {
    }
}

/// <summary>What may be said with a rollback.</summary>
internal sealed record RollbackRequest
{
    /// <summary>The revision to go back to; null = what was last well on each cluster.</summary>
    public long? ToRevision { get; init; }

    /// <summary>The clusters that go back; null = all.</summary>
    public IReadOnlyList<string>? Clusters { get; init; }
}
