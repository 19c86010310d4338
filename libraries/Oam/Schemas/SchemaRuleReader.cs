using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>
/// Reads the keywords of JSON Schema that check single values: lengths, patterns, exact and fractional limits, numbers of elements. Patterns are
/// matched in time linear in the text, so that nobody's pattern can hold up others.
/// </summary>
internal sealed class SchemaRuleReader(Findings findings)
{
    private const int LongestPattern = 1000;

    public static string[] Keywords { get; } =
    [
        "pattern", "minLength", "maxLength", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
        "minProperties", "maxProperties", "const",
    ];

    public IEnumerable<SchemaRule> Read(DocumentNode schema) =>
        schema.Members.Select(member => Fault(member) is { } fault ? new SchemaRule(member.Name, member.Value.ToJson(), fault) : null).OfType<SchemaRule>();

    private Func<DocumentNode, string?>? Fault(DocumentMember member) => member.Name switch
    {
        "pattern" => Pattern(member.Value),
        "minLength" => Count(member.Value, (node, count) => Length(node) < count, count => $"it has to have at least {count} characters"),
        "maxLength" => Count(member.Value, (node, count) => Length(node) > count, count => $"it may have at most {count} characters"),
        "minItems" => Count(member.Value, (node, count) => node.Kind == DocumentKind.List && node.Items.Count < count, count => $"it has to have at least {count} elements"),
        "maxItems" => Count(member.Value, (node, count) => node.Kind == DocumentKind.List && node.Items.Count > count, count => $"it may have at most {count} elements"),
        "minProperties" => Count(member.Value, (node, count) => node.Kind == DocumentKind.Map && node.Members.Count < count, count => $"it has to have at least {count} members"),
        "maxProperties" => Count(member.Value, (node, count) => node.Kind == DocumentKind.Map && node.Members.Count > count, count => $"it may have at most {count} members"),
        "exclusiveMinimum" => Limit(member.Value, (value, limit) => value <= limit, "greater than"),
        "exclusiveMaximum" => Limit(member.Value, (value, limit) => value >= limit, "less than"),
        "minimum" when member.Value.WholeNumber is null => Limit(member.Value, (value, limit) => value < limit, "at least"),
        "maximum" when member.Value.WholeNumber is null => Limit(member.Value, (value, limit) => value > limit, "at most"),
        "multipleOf" => Limit(member.Value, (value, limit) => limit <= 0 || value % limit != 0, "a multiple of"),
        "uniqueItems" when member.Value.Boolean == true => Unique,
        "const" => Choice([member.Value]),
        "enum" when member.Value.Items.Any(item => item.Text is null) => Choice(member.Value.Items),
        _ => null,
    };

    private Func<DocumentNode, string?>? Pattern(DocumentNode pattern)
    {
        if (pattern.Text is not { Length: <= LongestPattern } text)
        {
            findings.Add(pattern.Fault($"a pattern is a text of at most {LongestPattern} characters"));
            return null;
        }

        try
        {
            var regex = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return node => node.Text is { } value && !regex.IsMatch(value) ? $"'{Shortened(value)}' isn't allowed here; it has to match {text}" : null;
        }
        catch (ArgumentException e)
        {
            findings.Add(pattern.Fault($"the pattern can't be read: {e.Message}"));
        }
        catch (NotSupportedException)
        {
            findings.Add(pattern.Fault("the pattern looks around or refers back, which isn't supported: it could take forever"));
        }

        return null;
    }

    private Func<DocumentNode, string?>? Count(DocumentNode wanted, Func<DocumentNode, long, bool> isWrong, Func<long, string> says)
    {
        if (wanted.WholeNumber is { } count and >= 0)
            return node => isWrong(node, count) ? $"this isn't allowed here; {says(count)}" : null;
        findings.Add(wanted.Fault("a whole number from 0 is expected here"));
        return null;
    }

    private Func<DocumentNode, string?>? Limit(DocumentNode wanted, Func<decimal, decimal, bool> isWrong, string says)
    {
        if (Number(wanted) is { } limit)
            return node => Number(node) is { } value && isWrong(value, limit) ? $"{value.ToString(CultureInfo.InvariantCulture)} isn't allowed here; it has to be {says} {limit.ToString(CultureInfo.InvariantCulture)}" : null;
        findings.Add(wanted.Fault("a number is expected here"));
        return null;
    }

    private static Func<DocumentNode, string?> Choice(IReadOnlyList<DocumentNode> allowed)
    {
        var values = allowed.Select(item => item.ToJson()).ToList();
        var words = string.Join(" or ", values.Select(value => value?.ToJsonString() ?? "null"));
        return node => values.Exists(value => JsonNode.DeepEquals(value, node.ToJson())) ? null : $"this isn't allowed here; it has to be {Shortened(words)}";
    }

    private static string? Unique(DocumentNode node)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (!seen.TryAdd(CanonicalJson.Write(node.Items[i].ToJson()), i)) return $"element {i} is the same as element {seen[CanonicalJson.Write(node.Items[i].ToJson())]}; each may come once";
        }

        return null;
    }

    /// <summary>Characters as people count them, not UTF-16 units; null: it isn't a text.</summary>
    private static int? Length(DocumentNode node) => node.Text?.EnumerateRunes().Count();

    private static decimal? Number(DocumentNode node) => node.Scalar switch
    {
        long whole => whole,
        ulong large => large,
        double number when Math.Abs(number) < 1e27 => (decimal)number,
        _ => null,
    };

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
