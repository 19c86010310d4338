namespace Platform.Storage;

/// <summary>A comparison as it was asked for: the member by name, values as stored (a list of them for <see cref="Operator.In"/>).</summary>
internal sealed record Condition(string Member, Operator Operator, object? Value);
