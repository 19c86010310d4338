using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Platform.Build.Lint;

/// <summary>
/// The part of JSON Schema (2020-12, "Validation") that parameters of components use: types, fixed choices, ranges, lengths, patterns,
/// members and items. Other keywords are left to whoever reads the schema.
/// </summary>
internal static class ParameterSchema
{
    private static readonly TimeSpan PatternPatience = TimeSpan.FromMilliseconds(200);

    /// <summary>Where a value is not what the schema allows; <paramref name="path"/> is the value's JSON pointer.</summary>
    internal static IEnumerable<string> Faults(JsonElement value, JsonObject schema, string path, bool requireAll)
    {
        if (TypeFault(value, schema["type"]) is { } wrong)
            return [$"{path}: {wrong}"];
        var faults = new List<string>();
        if (schema["enum"] is JsonArray choices && !choices.Any(c => Same(c, value)))
            faults.Add($"{path}: {value.GetRawText()} is none of {choices.ToJsonString()}");
        if (schema.ContainsKey("const") && !Same(schema["const"], value))
            faults.Add($"{path}: {value.GetRawText()} is not {schema["const"]?.ToJsonString() ?? "null"}");
        faults.AddRange(value.ValueKind switch
        {
            JsonValueKind.Number => Range(value.GetDouble(), schema, "minimum", "maximum", "").Select(f => $"{path}: {f}"),
            JsonValueKind.String => TextFaults(value.GetString()!, schema).Select(f => $"{path}: {f}"),
            JsonValueKind.Array => ItemFaults(value, schema, path, requireAll),
            JsonValueKind.Object => MemberFaults(value, schema, path, requireAll),
            _ => [],
        });
        return faults;
    }

    private static string? TypeFault(JsonElement value, JsonNode? type)
    {
        var allowed = type switch
        {
            JsonValue one when one.TryGetValue<string>(out var name) => [name],
            JsonArray several => several.OfType<JsonValue>().Select(n => n.ToString()).ToArray(),
            _ => (string[])[],
        };
        return allowed.Length == 0 || allowed.Any(t => IsOf(value, t)) ? null : $"{value.GetRawText()} is not of type {string.Join(" or ", allowed)}";
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        _ => true,
    };

    private static IEnumerable<string> TextFaults(string text, JsonObject schema)
    {
        foreach (var fault in Range(new StringInfo(text).LengthInTextElements, schema, "minLength", "maxLength", " characters"))
            yield return fault;
        if (schema["pattern"] is JsonValue pattern && !Matches(text, pattern.ToString()))
            yield return $"\"{text}\" does not match {pattern}";
    }

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, PatternPatience);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            // Patterns of another dialect are left to whoever reads the schema.
            return true;
        }
    }

    private static IEnumerable<string> ItemFaults(JsonElement value, JsonObject schema, string path, bool requireAll) =>
        Range(value.GetArrayLength(), schema, "minItems", "maxItems", " items").Select(f => $"{path}: {f}").Concat(
            schema["items"] is JsonObject items ? value.EnumerateArray().SelectMany((item, i) => Faults(item, items, $"{path}/{i}", requireAll)) : []);

    private static IEnumerable<string> MemberFaults(JsonElement value, JsonObject schema, string path, bool requireAll)
    {
        var known = schema["properties"] as JsonObject;
        foreach (var member in value.EnumerateObject())
        {
            var at = $"{path}/{member.Name}";
            var (own, other) = (known?[member.Name], schema["additionalProperties"]);
            if (own is null && other is JsonValue closed && closed.TryGetValue<bool>(out var open) && !open)
                yield return $"{at}: the schema has no '{member.Name}'{(known is null ? "" : $"; it has {string.Join(", ", known.Select(p => p.Key))}")}";
            foreach (var fault in (own ?? other) is JsonObject rule ? Faults(member.Value, rule, at, requireAll: true) : [])
                yield return fault;
        }

        if (!requireAll)
            yield break;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(n => n?.ToString() ?? "").Where(n => !value.TryGetProperty(n, out _)))
            yield return $"{path}: '{name}' is missing";
    }

    private static IEnumerable<string> Range(double number, JsonObject schema, string least, string most, string unit)
    {
        if (Limit(schema, least) is { } minimum && number < minimum)
            yield return string.Create(CultureInfo.InvariantCulture, $"{number}{unit} is less than {minimum}");
        if (Limit(schema, most) is { } maximum && number > maximum)
            yield return string.Create(CultureInfo.InvariantCulture, $"{number}{unit} is more than {maximum}");
    }

    private static double? Limit(JsonObject schema, string name) =>
        schema[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.Deserialize<double>() : null;

    private static bool Same(JsonNode? expected, JsonElement value) => JsonNode.DeepEquals(expected, JsonNode.Parse(value.GetRawText()));
}
