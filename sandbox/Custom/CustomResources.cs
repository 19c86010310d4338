using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Kinds;

/// <summary>Pruning, defaulting and validation of custom objects by their definition's schema.</summary>
internal static class CustomResources
{
    /// <summary>Drops undeclared fields (telling them) and nulls of fields with a default, then writes defaults.</summary>
    public static void Prune(Kind kind, JsonObject o, List<string> unknown)
    {
        if (o["metadata"] is JsonObject meta)
        {
            var fields = meta["managedFields"]?.DeepClone();
            new Decoder(unknown).Decode(meta, BuiltInSchemas.Get("ObjectMeta"));
            if (fields is JsonArray) meta["managedFields"] = fields;
        }
        Walk(o, kind.Schema, "", unknown, root: true);
    }

    private static void Walk(JsonNode? value, Schema schema, string path, List<string> unknown, bool root = false)
    {
        switch (value)
        {
            case JsonObject map when schema.Shape is Shape.Struct or Shape.Map:
                foreach (var name in map.Select(p => p.Key).ToList())
                {
                    var below = path.Length == 0 ? name : $"{path}.{name}";
                    if (root && name is "metadata" or "apiVersion" or "kind" && root) continue;
                    if (schema.Child(name) is { } type)
                    {
                        if (map[name] is null && schema.Declares(name) && type.Constraints is { } c && (bool?)c["nullable"] != true) map.Remove(name);
                        else Walk(map[name], type, below, unknown);
                    }
                    else
                    {
                        unknown.Add(below);
                        map.Remove(name);
                    }
                }
                SetDefaults(map, schema);
                break;
            case JsonArray list when schema.Shape == Shape.List:
                for (var i = 0; i < list.Count; i++) Walk(list[i], schema.Element!, $"{path}[{i}]", unknown);
                break;
        }
    }

    private static void SetDefaults(JsonObject map, Schema schema)
    {
        foreach (var (name, field) in schema.Fields)
        {
            if (field.Type.Constraints is not { } s || s["default"] is not { } value) continue;
            if (map.TryGetPropertyValue(name, out var present) && (present is not null || (bool?)s["nullable"] == true)) continue;
            map[name] = value.DeepClone();
            if (map[name] is JsonObject below) SetDefaults(below, field.Type);
        }
    }

    /// <summary>Shows the defaults of today's schema in an object stored under an older one.</summary>
    public static JsonObject Read(Kind kind, JsonObject o)
    {
        if (kind.Custom?.HasDefaults == true)
            foreach (var (name, field) in kind.Schema.Fields)
                if (name is not ("metadata" or "apiVersion" or "kind") && o[name] is { } value) Fill(value, field.Type);
        return o;
    }

    private static void Fill(JsonNode? value, Schema schema)
    {
        if (value is JsonObject map)
        {
            SetDefaults(map, schema);
            foreach (var (name, below) in map)
                if (schema.Child(name) is { } type) Fill(below, type);
        }
        else if (value is JsonArray list && schema.Element is { } element)
            foreach (var item in list) Fill(item, element);
    }

    private static readonly FieldError Unchecked = FieldError.Invalid("<nil>", null, "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");

    public static void Validate(Kind kind, JsonObject o, JsonObject? live, string subresource, List<FieldError> errors)
    {
        if (live is null && kind.Custom!.Terminating)
            throw KubeException.Forbidden(kind, (string?)o["metadata"]?["name"] ?? "", "create not allowed while custom resource definition is terminating");
        var before = errors.Count;
        CheckSchema(kind, o, errors);
        if (errors.Count > before && kind.Custom!.HasRules && subresource != "scale") errors.Add(Unchecked);
    }

    private static void CheckSchema(Kind kind, JsonObject o, List<FieldError> errors)
    {
        foreach (var (name, field) in kind.Schema.Fields)
            if (name is not ("metadata" or "apiVersion" or "kind") && o.TryGetPropertyValue(name, out var value)) SchemaValidation.Check(value, field.Type, name, errors);
        SchemaValidation.Required(o, kind.Schema, "", errors);
    }
}
