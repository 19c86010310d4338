using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Health;

/// <summary>A live object read leniently: what is missing or of another type reads as null, 0 or empty.</summary>
internal sealed class LiveObject(JsonObject json)
{
    public string Kind { get; } = AsText(json["kind"]) ?? "";

    public string Group { get; } = AsText(json["apiVersion"]) is { } version && version.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        ? version[..slash]
        : "";

    public IEnumerable<Condition> Conditions => Items("status.conditions").Select(c => new Condition(
        AsText(c["type"]) ?? "", AsText(c["status"]) ?? "", AsText(c["reason"]) ?? "", AsText(c["message"])));

    /// <summary>metadata.generation is newer than what the controller has seen.</summary>
    public bool IsUnobserved => Number("metadata.generation") > Number("status.observedGeneration");

    public Condition? Condition(string type) => Conditions.FirstOrDefault(c => c.Type == type);

    public JsonNode? Node(string path)
    {
        JsonNode? node = json;
        foreach (var step in path.Split('.'))
            node = (node as JsonObject)?[step];
        return node;
    }

    public bool Has(string path) => Node(path) is not null;

    public string? Text(string path) => AsText(Node(path));

    public bool Flag(string path) => Node(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public long Number(string path) => AsNumber(Node(path));

    public IEnumerable<JsonObject> Items(string path) => (Node(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    public string? Annotation(string name) => AsText((Node("metadata.annotations") as JsonObject)?[name]);

    public static string? AsText(JsonNode? node) =>
        node is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.TryGetValue<DateTimeOffset>(out var time) ? Timestamp(time) : null : null;

    public static long AsNumber(JsonNode? node)
    {
        if (node is not JsonValue value)
            return 0;
        if (value.TryGetValue<long>(out var number))
            return number;
        if (value.TryGetValue<int>(out var small))
            return small;
        return value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var real) ? (long)real : 0;
    }

    private static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
