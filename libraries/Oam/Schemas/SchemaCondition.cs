namespace Platform.Oam.Schemas;

/// <summary>Members that have to be there when another one has a certain value.</summary>
public sealed record SchemaCondition(string Name, string Value, IReadOnlyList<string> Required);
