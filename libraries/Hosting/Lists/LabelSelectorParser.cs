using static Platform.Hosting.LabelSelector;

namespace Platform.Hosting;

/// <summary>Recursive descent over one selector.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private int at;

    public IReadOnlyList<Requirement> Parse()
    {
        var requirements = new List<Requirement>();
        do
            requirements.Add(One());
        while (Take(","));
        Blanks();
        return at == text.Length ? requirements : throw Fault("',' or the end");
    }

    private Requirement One()
    {
        if (Take("!"))
            return new(Word("a label"), false, null);
        var key = Word("a label");
        if (Take("!="))
            return new(key, false, [Value()]);
        if (Take("==") || Take("="))
            return new(key, true, [Value()]);
        if (TakeWord("in"))
            return new(key, true, Set());
        return TakeWord("notin") ? new(key, false, Set()) : new(key, true, null);
    }

    private HashSet<string> Set()
    {
        if (!Take("("))
            throw Fault("'('");
        var values = new HashSet<string>();
        do
            values.Add(Value());
        while (Take(","));
        return Take(")") ? values : throw Fault("')'");
    }

    private string Value()
    {
        Blanks();
        var start = at;
        while (at < text.Length && IsWord(text[at]))
            at++;
        return text[start..at]; // an empty value is a value
    }

    private string Word(string what)
    {
        var word = Value();
        return word.Length > 0 ? word : throw Fault(what);
    }

    private bool Take(string symbol)
    {
        Blanks();
        if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) != 0)
            return false;
        at += symbol.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        var start = at;
        if (Take(word) && (at == text.Length || !IsWord(text[at])))
            return true;
        at = start;
        return false;
    }

    private void Blanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/';

    private FormatException Fault(string expected) =>
        new($"expected {expected} at character {at + 1} of '{text}'; write a=b, a!=b, a in (b,c), a notin (b,c), a or !a, joined by commas.");
}
