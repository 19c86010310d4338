namespace Platform.Oam;

/// <summary>Something that is wrong in a document, and where.</summary>
/// <param name="Path">JSON pointer (RFC 6901) from the root of the document; empty for the document itself.</param>
/// <param name="Line">Line in the text, from 1; null where the value has no place of its own.</param>
/// <param name="Column">Column in the line, from 1.</param>
/// <param name="Detail">What is wrong and what would be right, in plain words.</param>
public sealed record Fault(string Path, int? Line, int? Column, string Detail)
{
    /// <summary>E.g. <c>/spec/components/0/type (line 9, column 13): …</c>.</summary>
    public override string ToString()
    {
        var place = Line is null ? "" : $" (line {Line}, column {Column})";
        return $"{(Path.Length == 0 ? "/" : Path)}{place}: {Detail}";
    }
}
