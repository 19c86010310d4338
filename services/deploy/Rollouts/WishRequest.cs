namespace Platform.Deploy.Rollouts;

/// <summary>What may be said with a wish.</summary>
/// <param name="Step">The suspended step meant; null = all.</param>
/// <param name="Reason">In the words of who asks.</param>
internal sealed record WishRequest(string? Step = null, string? Reason = null);
