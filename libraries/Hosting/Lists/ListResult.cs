namespace Platform.Hosting;

/// <summary>One page of a list.</summary>
/// <param name="Items">In a stable order.</param>
/// <param name="Continue">Token of the next page; null on the last.</param>
public sealed record ListResult<T>(IReadOnlyList<T> Items, string? Continue = null);
