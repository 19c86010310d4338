namespace Platform.Storage;

/// <summary>A page of a search; <paramref name="Continue"/> is the token for the next one, null after the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continue);
