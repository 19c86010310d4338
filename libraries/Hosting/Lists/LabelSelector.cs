namespace Platform.Hosting;

/// <summary>
/// A selection by labels in Kubernetes' syntax: <c>a=b</c>, <c>a==b</c>, <c>a!=b</c>, <c>a in (b,c)</c>, <c>a notin (b,c)</c>,
/// <c>a</c> (exists), <c>!a</c>, joined by commas. As there, <c>!=</c> and <c>notin</c> also match where the label is absent.
/// </summary>
public sealed class LabelSelector
{
    private readonly IReadOnlyList<Requirement> requirements;

    private LabelSelector(IReadOnlyList<Requirement> requirements) => this.requirements = requirements;

    /// <summary>Selects everything.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Whether it selects everything.</summary>
    public bool IsEverything => requirements.Count == 0;

    /// <summary>Reads a selector; empty text selects everything.</summary>
    /// <exception cref="FormatException">The text is no selector; the message says where.</exception>
    public static LabelSelector Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Everything : new(new LabelSelectorParser(text).Parse());

    /// <summary>Whether the labels meet every requirement.</summary>
    public bool Matches(IReadOnlyDictionary<string, string>? labels) => requirements.All(r => r.Matches(labels));

    internal sealed record Requirement(string Key, bool Wanted, IReadOnlyCollection<string>? Values)
    {
        public bool Matches(IReadOnlyDictionary<string, string>? labels)
        {
            string? value = null;
            var present = labels is not null && labels.TryGetValue(Key, out value);
            return Wanted == (present && (Values is null || Values.Contains(value!)));
        }
    }
}
