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

    /// <summary>Where the walk is (`spec`, `.containers`, `[0]`): a path is made of it only for who is told one.</summary>
    private readonly List<string> _path = [];

    public JsonObject Decode(JsonObject value, Schema schema)
    {
        Struct(value, schema);
        return value;
    }

    private void Struct(JsonObject value, Schema schema)
    {
        for (var i = 0; i < value.Count; i++)
        {
            var (name, node) = value.GetAt(i);
            if (!schema.Fields.TryGetValue(name, out var field))
            {
                if (schema.Element is not null) continue;
                unknown.Add(Path(name));
                value.RemoveAt(i--);
                continue;
            }
            _owner = schema.Name;
            if (node is null && field.Null) continue;
            if (node is null || IsOmitted(node, field))
            {
                value.RemoveAt(i--);
                continue;
            }
            _path.Add(name);
            if (Value(node, field.Type) is { } replaced) value.SetAt(i, replaced);
            _path.RemoveAt(_path.Count - 1);
        }
        foreach (var (name, field) in schema.Appearing)
            if (value.ContainsKey(name)) continue;
            else if (field.Always) Struct((JsonObject)(value[name] = new JsonObject()), field.Type);
            else value[name] = null;
    }

    private string Path(string last = "")
    {
        var path = new System.Text.StringBuilder();
        foreach (var part in last.Length == 0 ? _path : [.. _path, last]) path.Append(path.Length == 0 || part[0] == '[' ? "" : ".").Append(part);
        return path.ToString();
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

    private JsonNode? Value(JsonNode node, Schema schema)
    {
        switch (schema.Shape)
        {
            case Shape.Any:
                return null;
            case Shape.Struct:
                if (node is not JsonObject map) throw Wrong(node, schema.Name);
                Struct(map, schema);
                return null;
            case Shape.Map:
                if (node is not JsonObject values) throw Wrong(node, "map[string]" + GoName(schema.Element!));
                Values(values, schema.Element!);
                return null;
            case Shape.List:
                if (node is not JsonArray list) throw Wrong(node, "[]" + GoName(schema.Element!));
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is not { } item) continue;
                    _path.Add(Index(i));
                    if (Value(item, schema.Element!) is { } replaced) list[i] = replaced;
                    _path.RemoveAt(_path.Count - 1);
                }
                return null;
            default:
                return Scalar(node, schema);
        }
    }

    private void Values(JsonObject map, Schema element)
    {
        for (var i = 0; i < map.Count; i++)
        {
            var (key, item) = map.GetAt(i);
            if (item is null)
            {
                map.SetAt(i, element.Shape == Shape.String ? "" : null);
                continue;
            }
            // Scalars are told with the path of their map.
            if (!element.IsScalar) _path.Add(key);
            if (Value(item, element) is { } replaced) map.SetAt(i, replaced);
            if (!element.IsScalar) _path.RemoveAt(_path.Count - 1);
        }
    }

    private static readonly string[] FirstIndices = [.. Enumerable.Range(0, 32).Select(i => $"[{i}]")];

    private static string Index(int i) => i < FirstIndices.Length ? FirstIndices[i] : $"[{i}]";

    private JsonNode? Scalar(JsonNode node, Schema schema)
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
        if (!fits) throw Wrong(node, GoName(schema));
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

    private DecodeException Wrong(JsonNode node, string type) =>
        new($"json: cannot unmarshal {Kind(node)} into Go struct field {_owner}.{Clean(Path())} of type {type}");

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
