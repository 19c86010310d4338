namespace Platform.Health;

/// <summary>A field manager.</summary>
/// <param name="Name">E.g. <c>kubectl-edit</c>.</param>
/// <param name="Subresource">Through which it wrote; null for the object itself.</param>
/// <param name="At">When it last changed what it has.</param>
public sealed record FieldOwner(string Name, string? Subresource, DateTimeOffset At);
