namespace Platform.Oam.Schemas;

/// <summary>A named parameter of a map.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">What it may be.</param>
/// <param name="Required">It has to be there.</param>
public sealed record SchemaProperty(string Name, Schema Schema, bool Required);
