using System.Text.Json.Nodes;

namespace Platform.Oam.Schemas;

/// <summary>Writes schemas as JSON Schema (2020-12), for <c>GET definitions</c> and the reference pages.</summary>
public static class JsonSchema
{
    /// <summary>The schema as JSON.</summary>
    public static JsonObject Write(Schema schema)
    {
        var json = new JsonObject();
        WriteType(schema, json);
        if (schema.Description is { } description) json["description"] = description;
        if (schema.Default is { } value) json["default"] = value.ToJson();
        if (schema.OneOf.Count > 0) json["enum"] = new JsonArray([.. schema.OneOf.Select(text => JsonValue.Create(text))]);
        if (schema.Minimum is { } minimum) json["minimum"] = minimum;
        if (schema.Maximum is { } maximum) json["maximum"] = maximum;
        if (schema.IsDeprecated) json["deprecated"] = true;
        foreach (var rule in schema.Rules) json[rule.Keyword] = rule.Written?.DeepClone();
        if (schema.Items is { } items) json["items"] = Write(items);
        if (schema.Types.HasFlag(SchemaTypes.Map)) WriteMap(schema, json);
        return json;
    }

    private static void WriteType(Schema schema, JsonObject json)
    {
        var types = Types(schema.Types).ToList();
        if (types.Count == 1) json["type"] = types[0];
        else if (types.Count > 1) json["type"] = new JsonArray([.. types.Select(type => JsonValue.Create(type))]);
    }

    private static void WriteMap(Schema schema, JsonObject json)
    {
        if (schema.Properties.Count > 0)
        {
            json["properties"] = new JsonObject([.. schema.Properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Write(property.Schema)))]);
        }

        var required = schema.Properties.Where(property => property.Required).Select(property => JsonValue.Create(property.Name)).ToArray();
        if (required.Length > 0) json["required"] = new JsonArray(required);
        json["additionalProperties"] = schema.Values is { } values ? Write(values) : JsonValue.Create(schema.Open);
        var rules = schema.Conditions.Select(Condition).Concat(schema.Alternatives.Select(Alternative)).Concat(schema.AllOf.Select(Write)).ToArray();
        if (rules.Length > 0) json["allOf"] = new JsonArray(rules);
    }

    private static JsonObject Condition(SchemaCondition condition) => new()
    {
        ["if"] = new JsonObject
        {
            ["properties"] = new JsonObject { [condition.Name] = new JsonObject { ["const"] = condition.Value } },
            ["required"] = new JsonArray(condition.Name),
        },
        ["then"] = new JsonObject { ["required"] = new JsonArray([.. condition.Required.Select(name => JsonValue.Create(name))]) },
    };

    private static JsonObject Alternative(IReadOnlyList<string> names) => new()
    {
        ["anyOf"] = new JsonArray([.. names.Select(name => new JsonObject { ["required"] = new JsonArray(name) })]),
    };

    private static IEnumerable<string> Types(SchemaTypes types)
    {
        if (types.HasFlag(SchemaTypes.Text)) yield return "string";
        if (types.HasFlag(SchemaTypes.Number)) yield return "number";
        else if (types.HasFlag(SchemaTypes.WholeNumber)) yield return "integer";
        if (types.HasFlag(SchemaTypes.Boolean)) yield return "boolean";
        if (types.HasFlag(SchemaTypes.List)) yield return "array";
        if (types.HasFlag(SchemaTypes.Map)) yield return "object";
        if (types.HasFlag(SchemaTypes.Null)) yield return "null";
    }
}
