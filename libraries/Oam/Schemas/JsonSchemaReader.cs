using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>
/// Reads the part of JSON Schema that <see cref="Schema"/> has: types, named properties, required ones, additional ones, items, texts to
/// choose from, ranges of whole numbers, defaults and descriptions. Other keywords say nothing here.
/// </summary>
internal static class JsonSchemaReader
{
    public static Schema Read(JsonObject json)
    {
        var schema = json["properties"] is JsonObject || json["additionalProperties"] is not null ? Map(json) : Plain(json);
        if (json["enum"] is JsonArray choice && choice.All(item => item is JsonValue value && value.TryGetValue<string>(out _)))
            schema = schema with { OneOf = [.. choice.Select(item => item!.ToString())] };
        if (json["default"] is { } value) schema = schema with { Default = DocumentFromJson.Read(value.DeepClone(), DocumentDefaults.Null) };
        return json["description"] is { } description ? schema with { Description = description.ToString() } : schema;
    }

    private static Schema Plain(JsonObject json) => Schema.Either(TypesOf(json)) with
    {
        Open = true,
        Minimum = Whole(json["minimum"]),
        Maximum = Whole(json["maximum"]),
        Items = json["items"] is JsonObject items ? Read(items) : null,
    };

    private static Schema Map(JsonObject json)
    {
        var required = (json["required"] as JsonArray ?? []).Select(name => name?.ToString()).ToHashSet();
        var map = Schema.Map() with
        {
            Types = json["type"] is null ? SchemaTypes.Map : TypesOf(json),
            Values = json["additionalProperties"] is JsonObject values ? Read(values) : null,
            Open = json["additionalProperties"] is not JsonValue closed || !closed.TryGetValue<bool>(out var open) || open,
        };
        foreach (var (name, value) in json["properties"] as JsonObject ?? [])
        {
            var property = value is JsonObject inner ? Read(inner) : Schema.Anything();
            map = required.Contains(name) ? map.Needs(name, property) : map.With(name, property);
        }

        return map;
    }

    private static SchemaTypes TypesOf(JsonObject json) => json["type"] switch
    {
        JsonArray several => several.Aggregate(SchemaTypes.Any, (types, name) => types | TypeOf($"{name}")),
        JsonValue one => TypeOf($"{one}"),
        _ => SchemaTypes.Any,
    };

    private static SchemaTypes TypeOf(string name) => name switch
    {
        "string" => SchemaTypes.Text,
        "integer" => SchemaTypes.WholeNumber,
        "number" => SchemaTypes.Number | SchemaTypes.WholeNumber,
        "boolean" => SchemaTypes.Boolean,
        "array" => SchemaTypes.List,
        "object" => SchemaTypes.Map,
        "null" => SchemaTypes.Null,
        _ => SchemaTypes.Any,
    };

    private static long? Whole(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
