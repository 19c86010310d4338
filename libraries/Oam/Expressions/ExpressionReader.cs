using Platform.Oam.Documents;

namespace Platform.Oam.Expressions;

/// <summary>Reads one expression: <c>operand (?? operand)* }</c>.</summary>
internal sealed class ExpressionReader(string text, int start)
{
    private const int LongestOperandList = 8;

    /// <summary>After the closing brace, once read.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Why it can't be read.</summary>
    public string? Fault { get; private set; }

    public ExpressionTerm? Read()
    {
        var operands = new List<ExpressionOperand>();
        do
        {
            if (operands.Count == LongestOperandList) return Refuse($"at most {LongestOperandList} alternatives");
            if (ReadOperand() is not { } operand) return null;
            operands.Add(operand);
        }
        while (Take("??"));

        return Take("}") ? new(operands) : Refuse(Position >= text.Length ? "'}' is missing at the end" : $"'{text[Position]}' isn't expected here");
    }

    private ExpressionOperand? ReadOperand()
    {
        SkipSpace();
        if (Position >= text.Length)
        {
            Refuse("a value is missing");
            return null;
        }

        if (text[Position] is '\'' or '"') return ReadQuoted() is { } quoted ? new(null, quoted) : null;
        var word = ReadWord(number: true);
        if (word.Length == 0)
        {
            Refuse("a value is missing");
            return null;
        }

        if (Expression.Roots.Contains(word)) return ReadPath(word);
        var (kind, value) = PlainScalar.Resolve(word);
        if (kind != DocumentKind.Text) return new(null, value);
        Refuse($"'{word}' isn't known; values are taken from {Names.Listed([.. Expression.Roots])}, texts stand in quotes");
        return null;
    }

    private ExpressionOperand? ReadPath(string root)
    {
        var path = new List<string> { root };
        while (true)
        {
            if (Take("."))
            {
                var name = ReadWord(number: false);
                if (name.Length == 0)
                {
                    Refuse($"a name is missing after '{string.Join('.', path)}.'");
                    return null;
                }

                path.Add(name);
            }
            else if (Take("["))
            {
                SkipSpace();
                var name = Position < text.Length && text[Position] is '\'' or '"' ? ReadQuoted() : ReadWord(number: false);
                if (name is null) return null;
                path.Add(name);
                if (Take("]")) continue;
                Refuse("']' is missing");
                return null;
            }
            else
            {
                return new([.. path], null);
            }
        }
    }

    private string? ReadQuoted()
    {
        var quote = text[Position];
        var end = text.IndexOf(quote, Position + 1);
        if (end < 0)
        {
            Refuse("the closing quote is missing");
            return null;
        }

        var quoted = text[(Position + 1)..end];
        Position = end + 1;
        return quoted;
    }

    private string ReadWord(bool number)
    {
        var begin = Position;
        while (Position < text.Length && IsWord(text[Position], number && begin < text.Length && IsNumeric(text[begin]))) Position++;
        return text[begin..Position];
    }

    private static bool IsNumeric(char first) => char.IsAsciiDigit(first) || first is '-' or '+';

    private static bool IsWord(char c, bool number) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' || (number && c is '.' or '+');

    private bool Take(string token)
    {
        SkipSpace();
        if (!text.AsSpan(Position).StartsWith(token, StringComparison.Ordinal)) return false;
        Position += token.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (Position < text.Length && char.IsWhiteSpace(text[Position])) Position++;
    }

    private ExpressionTerm? Refuse(string why)
    {
        Fault = why;
        return null;
    }
}
