using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>Turns the structural schema of a CustomResourceDefinition into a <see cref="Schema"/>.</summary>
internal static class OpenApiSchemas
{
    public static Schema Root(JsonObject? openApi)
    {
        var root = openApi is null ? new Schema { Name = "", Shape = Shape.Struct, Element = Schema.Anything, KeepsUnknown = true } : Read(openApi, root: true);
        root.Fields["apiVersion"] = new SchemaField(new Schema { Name = "string", Shape = Shape.String });
        root.Fields["kind"] = new SchemaField(new Schema { Name = "string", Shape = Shape.String });
        root.Fields["metadata"] = new SchemaField(BuiltInSchemas.Get("ObjectMeta"));
        return root;
    }

    private static Schema Read(JsonObject s, bool root = false)
    {
        if ((bool?)s["x-kubernetes-int-or-string"] == true) return new Schema { Name = "intstr", Shape = Shape.IntOrString, Constraints = s };
        var keeps = (bool?)s["x-kubernetes-preserve-unknown-fields"] == true;
        switch ((string?)s["type"])
        {
            case "array": return List(s);
            case "object": return Map(s, keeps, root);
            case "string": return new Schema { Name = "string", Shape = Shape.String, Constraints = s };
            case "integer": return new Schema { Name = "integer", Shape = Shape.Integer, Constraints = s };
            case "number": return new Schema { Name = "number", Shape = Shape.Number, Constraints = s };
            case "boolean": return new Schema { Name = "boolean", Shape = Shape.Boolean, Constraints = s };
            default: return root ? Map(s, keeps, root) : Schema.Anything;
        }
    }

    private static Schema Map(JsonObject s, bool keeps, bool root)
    {
        var atomic = (string?)s["x-kubernetes-map-type"] == "atomic";
        if (s["properties"] is not JsonObject && s["additionalProperties"] is JsonObject values)
            return new Schema { Name = "map", Shape = Shape.Map, Element = Read(values), Atomic = atomic, Constraints = s };
        if (s["properties"] is not JsonObject && keeps && !root) return new Schema { Name = "object", Shape = Shape.Struct, Element = Schema.Anything, Atomic = atomic, KeepsUnknown = true, Constraints = s };
        var schema = new Schema { Name = "object", Shape = Shape.Struct, Atomic = atomic, KeepsUnknown = keeps, Constraints = s, Element = keeps || s["additionalProperties"] is not null ? Schema.Anything : null };
        if ((bool?)s["x-kubernetes-embedded-resource"] == true)
        {
            schema.Fields["apiVersion"] = new SchemaField(new Schema { Name = "string", Shape = Shape.String });
            schema.Fields["kind"] = new SchemaField(new Schema { Name = "string", Shape = Shape.String });
            schema.Fields["metadata"] = new SchemaField(BuiltInSchemas.Get("ObjectMeta"));
        }
        foreach (var (name, value) in s["properties"] as JsonObject ?? [])
            if (value is JsonObject property) schema.Fields[name] = new SchemaField(Read(property));
        return schema;
    }

    private static Schema List(JsonObject s)
    {
        var items = s["items"] as JsonObject ?? [];
        var keys = (s["x-kubernetes-list-map-keys"] as JsonArray ?? []).Select(k => (string)k!).ToArray();
        return new Schema
        {
            Name = "array",
            Shape = Shape.List,
            Element = Read(items),
            List = (string?)s["x-kubernetes-list-type"] switch { "map" => ListKind.Keyed, "set" => ListKind.Set, _ => ListKind.Atomic },
            Keys = keys,
            KeyDefaults = [.. keys.Select(k => items["properties"]?[k]?["default"]?.DeepClone())],
            Constraints = s,
        };
    }
}
