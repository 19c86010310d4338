using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>Schemas of which a value has to fit some: <c>anyOf</c>, <c>oneOf</c>, <c>not</c>, <c>if</c> with <c>then</c> and <c>else</c>.</summary>
internal static class SchemaAlternatives
{
    public static string[] Keywords { get; } = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

    /// <summary>The rules that a schema's keywords make; <c>allOf</c>, whose parts tell their faults at their own places, is no rule.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="read">Reads a schema within it.</param>
    /// <param name="findings">Where what can't be read is told.</param>
    public static IEnumerable<SchemaRule> Read(DocumentNode schema, Func<DocumentNode, Schema> read, Findings findings)
    {
        foreach (var member in schema.Members.Where(member => member.Name is "anyOf" or "oneOf"))
        {
            if (member.Value.Items.Count == 0) findings.Add(member.Fault($"{member.Name} is a list of schemas"));
            List<Schema> several = [.. member.Value.Items.Select(read)];
            yield return new(member.Name, member.Value.ToJson(), node => OfSeveral(node, several, onlyOne: member.Name == "oneOf"));
        }

        if (schema["not"] is { } not)
        {
            var wrong = read(not);
            yield return new("not", not.ToJson(), node => Faults(node, wrong) is null ? $"this isn't allowed here; it may not fit {Shortened(not.ToJson()!.ToJsonString())}" : null);
        }

        if (schema["if"] is not { } condition) yield break;
        var (when, then, otherwise) = (read(condition), schema["then"] is { } yes ? read(yes) : null, schema["else"] is { } no ? read(no) : null);
        yield return new("if", condition.ToJson(), node => (Faults(node, when) is null ? then : otherwise) is { } chosen ? Faults(node, chosen) : null);
        if (then is not null) yield return new("then", schema["then"]!.ToJson(), _ => null);
        if (otherwise is not null) yield return new("else", schema["else"]!.ToJson(), _ => null);
    }

    private static string? OfSeveral(DocumentNode node, List<Schema> schemas, bool onlyOne)
    {
        var faults = schemas.Select(schema => Faults(node, schema)).ToList();
        var fits = faults.Count(fault => fault is null);
        if (fits == 0) return $"this fits none of what is allowed here: {string.Join("; or ", faults.OfType<string>().Distinct())}";
        return onlyOne && fits > 1 ? $"this fits {fits} of what is allowed here, and may fit one only" : null;
    }

    private static string? Faults(DocumentNode node, Schema schema)
    {
        var findings = new Findings();
        SchemaCheck.Run(node, schema, findings, "it", final: true);
        return findings.HasFaults ? findings.Faults()[0].Detail : null;
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
