using Platform.Oam.Documents;

namespace Platform.Oam.Expressions;

/// <summary>Reads the terms of an <see cref="OutputExpression" />, and paths of parameters.</summary>
internal sealed class OutputReader(string text)
{
    private const string Import = "import \"strconv\"";
    private int at;

    public bool AtEnd => SkipSpace() >= text.Length;

    public string Rest => text[at..];

    public bool TakePlus() => Take('+');

    public ExpressionOperand? Term(out string? fault)
    {
        fault = null;
        if (AtEnd) fault = "a value is missing";
        else if (text[at] is '"' or '\'') return Quoted(out fault) is { } quoted ? new(null, quoted) : null;
        else if (char.IsAsciiDigit(text[at]) || text[at] == '-') return Number(out fault);
        else if (Path(out fault) is { } path) return path is ["strconv", "FormatInt"] && Take('(') ? Formatted(out fault) : new(path, null);
        return null;
    }

    /// <summary>Upstream's examples import packages of CUE: a number as text is the one thing they do with them.</summary>
    public void SkipImports()
    {
        while (text.AsSpan(SkipSpace()).StartsWith(Import, StringComparison.Ordinal)) at += Import.Length;
    }

    /// <summary>What stands in <c>strconv.FormatInt(value, 10)</c>.</summary>
    private ExpressionOperand? Formatted(out string? fault)
    {
        var value = Term(out fault);
        if (fault is null && !(Take(',') && Take('1') && Take('0') && Take(')'))) fault = "strconv.FormatInt takes a value and 10";
        return fault is null ? value! with { AsText = true } : null;
    }

    /// <summary><c>a.b[0]["c.d"]</c></summary>
    public string[]? Path(out string? fault)
    {
        fault = null;
        var path = new List<string>();
        while (true)
        {
            var bracket = Take('[');
            if (!bracket && path.Count > 0 && !Take('.')) return [.. path];
            if (bracket) SkipSpace();
            var name = bracket && at < text.Length && text[at] is '"' or '\'' ? Quoted(out fault) : Word();
            if (name is null) return null;
            if (name.Length == 0) fault = at < text.Length ? $"'{text[at]}' isn't expected; a name is" : "a name is missing at the end";
            else if (bracket && !Take(']')) fault = "']' is missing";
            if (fault is not null) return null;
            path.Add(name);
        }
    }

    private ExpressionOperand? Number(out string? fault)
    {
        var begin = at++;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
        var (kind, value) = PlainScalar.Resolve(text[begin..at]);
        fault = kind is DocumentKind.WholeNumber or DocumentKind.Number ? null : $"'{text[begin..at]}' is no number";
        return fault is null ? new(null, value) : null;
    }

    private string? Quoted(out string? fault)
    {
        fault = null;
        var end = text.IndexOf(text[at], at + 1);
        if (end < 0)
        {
            fault = "the closing quote is missing";
            return null;
        }

        var quoted = text[(at + 1)..end];
        at = end + 1;
        return quoted;
    }

    private string Word()
    {
        SkipSpace();
        var begin = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '$' or '/')) at++;
        return text[begin..at];
    }

    private bool Take(char wanted)
    {
        if (SkipSpace() >= text.Length || text[at] != wanted) return false;
        at++;
        return true;
    }

    private int SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }
}
