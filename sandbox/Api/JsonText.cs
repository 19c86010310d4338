using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Sandbox.Api;

/// <summary>Reads JSON as the API server does: of duplicate keys the last wins, and they can be told.</summary>
internal static class JsonText
{
    /// <summary>Go allows 10,000; what is read here is walked by calls of themselves, and nobody writes objects as deep.</summary>
    public const int MaximumDepth = 256;

    /// <summary>Throws <see cref="JsonException"/> for what is no JSON, <see cref="FormatException"/> for what is too deep.</summary>
    /// <param name="duplicates">Takes the paths of fields given twice (`data.a`, `spec.ports[0].name`).</param>
    public static JsonNode? Read(ReadOnlySpan<byte> json, List<string>? duplicates = null)
    {
        // Go reads what is no UTF-8 as the replacement character.
        if (!System.Text.Unicode.Utf8.IsValid(json)) json = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(json));
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth + 1 });
        if (!reader.Read()) throw new JsonException("unexpected end of JSON input");
        var node = Node(ref reader, "", duplicates);
        if (reader.Read()) throw new JsonException("invalid character after top-level value");
        return node;
    }

    private static JsonNode? Node(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        if (reader.CurrentDepth >= MaximumDepth) throw new FormatException("exceeded max depth");
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = Text(ref reader);
                    reader.Read();
                    var below = duplicates is null ? "" : path.Length == 0 ? name : $"{path}.{name}";
                    if (duplicates is not null && map.ContainsKey(name)) duplicates.Add(below);
                    map[name] = Node(ref reader, below, duplicates);
                }
                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(Node(ref reader, duplicates is null ? "" : $"{path}[{list.Count}]", duplicates));
                return list;
            case JsonTokenType.String: return Text(ref reader);
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Null: return null;
            default: return JsonValue.Create(JsonElement.ParseValue(ref reader)); // Keeps the number as written, of any size.
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("json parse error: half of a character in an escape");
        }
    }
}
