using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>Checks an applied configuration against its type, worded as structured-merge-diff words it.</summary>
internal sealed class TypedCheck
{
    private readonly List<string> _problems = [];

    /// <summary>Where the walk is, as elements: a path is made of it only for a problem.</summary>
    private readonly List<string> _path = [];

    private TypedCheck()
    {
    }

    /// <summary>All problems, one a line; null when there are none.</summary>
    public static string? Check(JsonObject applied, Schema schema)
    {
        var check = new TypedCheck();
        check.Walk(applied, schema);
        return check._problems.Count switch
        {
            0 => null,
            1 => check._problems[0],
            _ => "errors:\n" + string.Join('\n', check._problems.Select(p => "  " + p)),
        };
    }

    private void Tell(string problem) => _problems.Add($"{string.Concat(_path.Select(PathElements.Display))}: {problem}");

    private void Walk(JsonNode? value, Schema schema)
    {
        if (value is null || schema.Shape == Shape.Any) return;
        switch (schema.Shape)
        {
            case Shape.Struct or Shape.Map:
                if (value is JsonObject map) Map(map, schema);
                else Tell($"expected map, got {Show(value)}");
                break;
            case Shape.List:
                if (value is JsonArray list) List(list, schema);
                else Tell($"expected list, got {Show(value)}");
                break;
            default:
                if (Expected(schema.Shape, value.GetValueKind()) is { } expected) Tell($"expected {expected}, got {Show(value)}");
                break;
        }
    }

    private void Map(JsonObject map, Schema schema)
    {
        foreach (var (name, value) in map)
        {
            _path.Add(PathElements.Field(name));
            if (schema.Child(name) is { } type) Walk(value, type);
            else Tell("field not declared in schema");
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void List(JsonArray list, Schema schema)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var element = schema.List == ListKind.Atomic ? $"i:{i}" : PathElements.Item(schema, list[i]);
            if (element is null)
            {
                Tell($"element {i}: associative list with keys has an element that omits key field \"{schema.Keys[0]}\" (and doesn't have default value)");
                continue;
            }
            if (!seen.Add(element)) Tell($"duplicate entries for key {PathElements.Display(element)}");
            _path.Add(element);
            Walk(list[i], schema.Element!);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private static string? Expected(Shape shape, JsonValueKind kind) => shape switch
    {
        Shape.String or Shape.Bytes or Shape.Time when kind != JsonValueKind.String => "string",
        Shape.Integer or Shape.Number when kind != JsonValueKind.Number => "numeric (int or float)",
        Shape.Boolean when kind is not (JsonValueKind.True or JsonValueKind.False) => "boolean",
        _ => null,
    };

    private static string Show(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "float" : "int",
        JsonValueKind.Object => "map",
        JsonValueKind.Array => "list",
        _ => $"&value.valueUnstructured{{Value:{value.ToJsonString()}}}",
    };
}
