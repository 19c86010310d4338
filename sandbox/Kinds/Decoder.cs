using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Kinds;

/// <summary>A value of a type other than the field's.</summary>
internal sealed class DecodeException(string message) : Exception(message);

/// <summary>
/// Reads an object of a built-in kind as the API server does: unknown fields are dropped (and told), nulls and empty optional
/// values vanish, structs that are always written appear.
/// </summary>
internal sealed partial class Decoder(List<string> unknown)
{
    private string _owner = "";

    public JsonObject Decode(JsonObject value, Schema schema)
    {
        Struct(value, schema, "");
        return value;
    }

    private void Struct(JsonObject value, Schema schema, string path)
    {
        foreach (var name in value.Select(p => p.Key).ToList())
        {
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (!schema.Fields.TryGetValue(name, out var field))
            {
                if (schema.Element is not null) continue;
                unknown.Add(below);
                value.Remove(name);
                continue;
            }
            _owner = schema.Name;
            var node = value[name];
            if (node is null && field.Null) continue;
            if (node is null || IsOmitted(node, field))
            {
                value.Remove(name);
                continue;
            }
            if (Value(node, field.Type, below) is { } replaced) value[name] = replaced;
        }
        foreach (var (name, field) in schema.Fields)
            if (field is { Null: true, Type.Shape: Shape.Time } && !value.ContainsKey(name)) value[name] = null;
            else if (field.Always && !value.ContainsKey(name)) Struct((JsonObject)(value[name] = new JsonObject()), field.Type, "");
    }

    /// <summary>As Go leaves out what is `omitempty`: empty maps and lists, and zero values of fields that can't be absent.</summary>
    private static bool IsOmitted(JsonNode node, SchemaField field) => node switch
    {
        JsonObject { Count: 0 } => field.Type.Shape == Shape.Map,
        JsonArray { Count: 0 } => !field.Null,
        JsonValue v when field.OmitsZero => v.GetValueKind() switch
        {
            JsonValueKind.False => field.Type.Shape == Shape.Boolean,
            JsonValueKind.String => v.GetValue<string>().Length == 0 && field.Type.Shape is Shape.String or Shape.Bytes,
            JsonValueKind.Number => field.Type.Shape is Shape.Integer or Shape.Number && v.ToJsonString() is "0" or "0.0",
            _ => false,
        },
        _ => false,
    };

    private JsonNode? Value(JsonNode node, Schema schema, string path)
    {
        switch (schema.Shape)
        {
            case Shape.Any:
                return null;
            case Shape.Struct:
                if (node is not JsonObject map) throw Wrong(node, path, schema.Name);
                Struct(map, schema, path);
                return null;
            case Shape.Map:
                if (node is not JsonObject values) throw Wrong(node, path, "map[string]" + GoName(schema.Element!));
                foreach (var key in values.Select(p => p.Key).ToList())
                    if (values[key] is not { } item) values[key] = schema.Element!.Shape == Shape.String ? "" : null;
                    else if (Value(item, schema.Element!, schema.Element!.IsScalar ? path : $"{path}.{key}") is { } replaced) values[key] = replaced;
                return null;
            case Shape.List:
                if (node is not JsonArray list) throw Wrong(node, path, "[]" + GoName(schema.Element!));
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is { } item && Value(item, schema.Element!, $"{path}[{i}]") is { } replaced) list[i] = replaced;
                return null;
            default:
                return Scalar(node, schema, path);
        }
    }

    private JsonNode? Scalar(JsonNode node, Schema schema, string path)
    {
        var kind = node.GetValueKind();
        var fits = schema.Shape switch
        {
            Shape.String or Shape.Bytes or Shape.Time => kind == JsonValueKind.String,
            Shape.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            Shape.Integer => kind == JsonValueKind.Number && IsInteger(node),
            Shape.Number => kind == JsonValueKind.Number,
            _ => kind is JsonValueKind.String or JsonValueKind.Number,
        };
        if (!fits) throw Wrong(node, path, GoName(schema));
        if (schema.Shape == Shape.Bytes && BadBase64((string)node!) is { } at) throw new DecodeException($"illegal base64 data at input byte {at}");
        if (schema.Shape == Shape.Quantity && kind == JsonValueKind.String && !QuantityPattern().IsMatch((string)node!))
            throw new DecodeException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        if (schema.Shape != Shape.Quantity) return null;
        var text = kind == JsonValueKind.Number ? node.ToJsonString() : (string)node!;
        var canonical = Quantity.Canonical(text);
        return kind == JsonValueKind.Number || canonical != text ? canonical : null;
    }

    [System.Text.RegularExpressions.GeneratedRegex("^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$")]
    private static partial System.Text.RegularExpressions.Regex QuantityPattern();

    private static readonly System.Buffers.SearchValues<char> Base64Alphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static int? BadBase64(string text)
    {
        if (System.Buffers.Text.Base64.IsValid(text)) return null;
        var bad = text.AsSpan().IndexOfAnyExcept(Base64Alphabet);
        return bad < 0 ? text.Length : bad;
    }

    private static bool IsInteger(JsonNode node) => node.AsValue().TryGetValue<long>(out _) || node.AsValue().TryGetValue<int>(out _);

    private DecodeException Wrong(JsonNode node, string path, string type) =>
        new($"json: cannot unmarshal {Kind(node)} into Go struct field {_owner}.{Clean(path)} of type {type}");

    private static string Clean(string path) => System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]", "");

    private static string Kind(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number" + (IsInteger(node) ? "" : " " + node.ToJsonString()),
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => "bool",
    };

    private static string GoName(Schema schema) => schema.Shape switch
    {
        Shape.String => "string",
        Shape.Integer => "int32",
        Shape.Boolean => "bool",
        Shape.Number => "float64",
        Shape.Bytes => "[]uint8",
        Shape.Struct => "v1." + schema.Name,
        _ => schema.Name,
    };
}
