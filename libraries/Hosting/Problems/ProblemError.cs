namespace Platform.Hosting;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Path">JSON pointer to it, such as <c>/spec/components/0/name</c>; null where only the text position is known.</param>
/// <param name="Line">Line in the document, from 1.</param>
/// <param name="Column">Column in the document, from 1.</param>
/// <param name="Detail">What is wrong and what would be right, in plain words.</param>
public sealed record ProblemError(string? Path, int? Line, int? Column, string Detail)
{
    /// <summary>A fault known by its path alone.</summary>
    public ProblemError(string path, string detail) : this(path, null, null, detail)
    {
    }
}
