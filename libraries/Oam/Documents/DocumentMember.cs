namespace Platform.Oam.Documents;

/// <summary>A name with its value in a map, and where the name stands.</summary>
public readonly record struct DocumentMember(string Name, DocumentNode Value, int? Line, int? Column)
{
    /// <summary>A fault at the name (an unknown property is wrong in its name, not in its value).</summary>
    public Fault Fault(string detail) => new(Value.Path, Line, Column, detail);
}
