using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Platform.Deploy.Tasks;

/// <summary>Puts what steps gave into the properties of a step that takes it.</summary>
internal static partial class StepInputs
{
    /// <summary>The properties with <c>${inputs["name"]}</c> replaced: a whole value keeps its type, within a text it becomes text.</summary>
    /// <exception cref="KeyNotFoundException">Nobody gave it: the message names it.</exception>
    public static JsonObject Fill(JsonObject properties, JsonObject values) => (JsonObject)Filled(properties, values)!;

    private static JsonNode? Filled(JsonNode? node, JsonObject values) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Filled(pair.Value, values)))),
        JsonArray list => new JsonArray([.. list.Select(item => Filled(item, values))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Contains("${inputs", StringComparison.Ordinal) => Text(text, values),
        _ => node?.DeepClone(),
    };

    private static JsonNode Text(string text, JsonObject values)
    {
        if (Input().Match(text) is { Success: true } whole && whole.Length == text.Length)
            return Value(whole, values).DeepClone();
        return Input().Replace(text, match => Value(match, values) is JsonValue scalar ? scalar.ToString() : Value(match, values).ToJsonString());
    }

    private static JsonNode Value(Match match, JsonObject values)
    {
        var name = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
        return values[name] ?? throw new KeyNotFoundException($"no step has given '{name}'");
    }

    [GeneratedRegex("""\$\{\s*inputs(?:\.([A-Za-z0-9_-]+)|\["([^"]+)"\])\s*\}""")]
    private static partial Regex Input();
}
