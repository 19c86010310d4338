using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Store;

/// <summary>A label selector: all requirements hold.</summary>
internal sealed class Selector(IReadOnlyList<Requirement> requirements)
{
    public static readonly Selector Everything = new([]);

    public bool IsEmpty => requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in requirements)
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    public static bool Same(IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string> b) =>
        a is not null && (ReferenceEquals(a, b) || a.Count == b.Count && a.All(l => b.TryGetValue(l.Key, out var value) && value == l.Value));

    /// <summary>From the `matchLabels` and `matchExpressions` of an object.</summary>
    public static Selector FromLabelSelector(JsonObject selector)
    {
        var all = new List<Requirement>();
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? []) all.Add(new(key, "in", [(string?)value ?? ""]));
        foreach (var expression in (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
            all.Add(new((string?)expression["key"] ?? "", ((string?)expression["operator"] ?? "").ToLowerInvariant(), [.. (expression["values"] as JsonArray ?? []).Select(v => (string?)v ?? "")]));
        return new Selector(all);
    }

    public static Selector FromMap(JsonObject labels) => new([.. labels.Select(l => new Requirement(l.Key, "in", [(string?)l.Value ?? ""]))]);

    /// <summary>From the text of a query: `a=b,c!=d,e in (f,g),h,!i`.</summary>
    public static Selector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Everything;
        var all = new List<Requirement>();
        foreach (var part in Split(text)) all.Add(ParseOne(part.Trim()));
        return new Selector(all);
    }

    private static Requirement ParseOne(string part)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0 && part.EndsWith(')'))
        {
            var words = part[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2 || words[1] is not ("in" or "notin")) throw Unreadable(part);
            return Checked(new(words[0], words[1], [.. part[(open + 1)..^1].Split(',').Select(v => v.Trim())]));
        }
        foreach (var (sign, op) in new[] { ("!=", "notin"), ("==", "in"), ("=", "in") })
        {
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0) return Checked(new(part[..at].Trim(), op, [part[(at + sign.Length)..].Trim()]));
        }
        var pieces = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (pieces is [_, "in" or "notin", var instead, ..]) throw KubeException.BadRequest($"unable to parse requirement: found '{instead}' expected: '('");
        if (part.StartsWith('!')) return Checked(new(part[1..].Trim(), "doesnotexist", []));
        return Checked(new(part, "exists", []));
    }

    private static Requirement Checked(Requirement requirement)
    {
        if (LabelValidation.KeyError(requirement.Key) is { } problem)
            throw KubeException.BadRequest($"unable to parse requirement: <nil>: Invalid value: \"{requirement.Key}\": {problem}");
        for (var i = 0; i < requirement.Values.Count; i++)
            if (!LabelValidation.IsValue(requirement.Values[i]))
                throw KubeException.BadRequest($"unable to parse requirement: values[{i}][{requirement.Key}]: Invalid value: \"{requirement.Values[i]}\": {LabelValidation.Value}");
        return requirement;
    }

    private static KubeException Unreadable(string part) => KubeException.BadRequest($"unable to parse requirement: found '{part}', expected: '=', '!=', '==', 'in', notin'");

    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }
}

/// <param name="Key">Label key.</param>
/// <param name="Operator">in, notin, exists, doesnotexist.</param>
/// <param name="Values">Accepted or refused values.</param>
internal sealed record Requirement(string Key, string Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "in" => has && Values.Contains(value!),
            "notin" => !has || !Values.Contains(value!),
            "exists" => has,
            _ => !has,
        };
    }
}
