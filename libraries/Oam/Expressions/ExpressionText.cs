using System.Text;

namespace Platform.Oam.Expressions;

/// <summary>A text taken apart into literals and expressions.</summary>
internal sealed class ExpressionText
{
    private readonly List<ExpressionPart> parts = [];

    private ExpressionText()
    {
    }

    /// <summary>In order.</summary>
    public IReadOnlyList<ExpressionPart> Parts => parts;

    /// <summary>What is wrong with an expression; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The expression, when the text is that and nothing else.</summary>
    public ExpressionTerm? Whole => parts is [{ Term: { } term }] ? term : null;

    public static ExpressionText Parse(string text)
    {
        var result = new ExpressionText();
        result.Read(text);
        return result;
    }

    private void Read(string text)
    {
        var literal = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var next = text.IndexOf("${", at, StringComparison.Ordinal);
            if (next < 0) break;
            literal.Append(text, at, next - at);
            at = next + 2;
            if (!Expression.BeginsAt(text, next)) literal.Append("${");
            else if (literal.Length > 0 && literal[^1] == '$') literal.Append('{');
            else at = ReadTerm(text, next, literal);
        }

        literal.Append(text, at, text.Length - at);
        Flush(literal);
    }

    private int ReadTerm(string text, int start, StringBuilder literal)
    {
        var reader = new ExpressionReader(text, start + 2);
        if (reader.Read() is { } term)
        {
            Flush(literal);
            parts.Add(new(text[start..reader.Position], term));
            return reader.Position;
        }

        Fault ??= reader.Fault;
        literal.Append("${");
        return start + 2;
    }

    private void Flush(StringBuilder literal)
    {
        if (literal.Length == 0) return;
        parts.Add(new(literal.ToString(), null));
        literal.Clear();
    }
}
