using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>Checks an applied configuration against its type, worded as structured-merge-diff words it.</summary>
internal static class TypedCheck
{
    /// <summary>All problems, one a line; null when there are none.</summary>
    public static string? Check(JsonObject applied, Schema schema)
    {
        var problems = new List<string>();
        Walk(applied, schema, "", problems);
        return problems.Count switch
        {
            0 => null,
            1 => problems[0],
            _ => "errors:\n" + string.Join('\n', problems.Select(p => "  " + p)),
        };
    }

    private static void Walk(JsonNode? value, Schema schema, string path, List<string> problems)
    {
        if (value is null || schema.Shape == Shape.Any) return;
        switch (schema.Shape)
        {
            case Shape.Struct or Shape.Map:
                if (value is JsonObject map) Map(map, schema, path, problems);
                else problems.Add($"{path}: expected map, got {Show(value)}");
                break;
            case Shape.List:
                if (value is JsonArray list) List(list, schema, path, problems);
                else problems.Add($"{path}: expected list, got {Show(value)}");
                break;
            default:
                if (Expected(schema.Shape, value.GetValueKind()) is { } expected) problems.Add($"{path}: expected {expected}, got {Show(value)}");
                break;
        }
    }

    private static void Map(JsonObject map, Schema schema, string path, List<string> problems)
    {
        foreach (var (name, value) in map)
        {
            var below = $"{path}.{name}";
            if (schema.Child(name) is { } type) Walk(value, type, below, problems);
            else problems.Add($"{below}: field not declared in schema");
        }
    }

    private static void List(JsonArray list, Schema schema, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (schema.List == ListKind.Atomic)
            {
                Walk(list[i], schema.Element!, $"{path}[{i}]", problems);
                continue;
            }
            if (PathElements.Item(schema, list[i]) is not { } element)
            {
                problems.Add($"{path}: element {i}: associative list with keys has an element that omits key field \"{schema.Keys[0]}\" (and doesn't have default value)");
                continue;
            }
            var display = PathElements.Display(element);
            if (!seen.Add(element)) problems.Add($"{path}: duplicate entries for key {display}");
            Walk(list[i], schema.Element!, path + display, problems);
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
