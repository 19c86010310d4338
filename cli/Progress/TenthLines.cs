namespace Platform.Cli.Progress;

/// <summary>Lines that say how many of many are done: each stays as it was until another tenth is.</summary>
internal sealed class TenthLines
{
    private readonly Dictionary<string, (int Tenths, string Line)> said = new(StringComparer.Ordinal);

    /// <param name="name">Of what.</param>
    /// <param name="done">So many are done.</param>
    /// <param name="total">Of so many, at least one.</param>
    /// <param name="line">What there is to say now.</param>
    public string Of(string name, int done, int total, Func<string> line)
    {
        var tenths = 10 * done / total;
        if (!said.TryGetValue(name, out var before) || before.Tenths != tenths)
            said[name] = before = (tenths, line());
        return before.Line;
    }
}
