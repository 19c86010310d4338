namespace Platform.Status.History;

/// <summary>A page of a timeline.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Continue">Token of the next page; null on the last.</param>
internal sealed record TimelineList(IReadOnlyList<TimelineEntry> Items, string? Continue);
