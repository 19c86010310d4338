using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Controllers;

namespace Platform.Sandbox.Patching;

/// <summary>RFC 6902, with the leniences of the API server's library (replace of an absent map key adds it).</summary>
internal static class JsonPatch
{
    public static JsonObject Apply(JsonObject target, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
            throw KubeException.BadRequest($"error decoding patch: json: cannot unmarshal {(patch is JsonObject ? "object" : "string")} into Go value of type []handlers.jsonPatchOp");
        JsonNode? root = target;
        foreach (var operation in operations) root = One(root, operation as JsonObject ?? throw Rejected());
        return root as JsonObject ?? throw Rejected();
    }

    private static JsonNode? One(JsonNode? root, JsonObject operation)
    {
        var path = Pointer(operation.Text("path"));
        switch (operation.Text("op"))
        {
            case "add": return Add(root, path, operation["value"]?.DeepClone());
            case "replace":
                if (path.Length == 0) return operation["value"]?.DeepClone();
                if (Get(root, path[..^1]) is not JsonArray list) return Add(root, path, operation["value"]?.DeepClone());
                list[Index(list, path[^1], list.Count - 1)] = operation["value"]?.DeepClone();
                return root;
            case "remove":
                Remove(root, path);
                return root;
            case "test":
                return JsonNode.DeepEquals(Get(root, path), operation["value"]) ? root : throw Rejected();
            case "move":
                var from = Pointer(operation.Text("from"));
                var moved = Get(root, from)?.DeepClone();
                Remove(root, from);
                return Add(root, path, moved);
            case "copy":
                return Add(root, path, Get(root, Pointer(operation.Text("from")))?.DeepClone());
            default:
                throw Rejected();
        }
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0) return value;
        switch (Get(root, path[..^1]))
        {
            case JsonObject map: map[path[^1]] = value; break;
            case JsonArray list: list.Insert(path[^1] == "-" ? list.Count : Index(list, path[^1], list.Count), value); break;
            default: throw Rejected();
        }
        return root;
    }

    private static void Remove(JsonNode? root, string[] path)
    {
        switch (path.Length == 0 ? null : Get(root, path[..^1]))
        {
            case JsonObject map when map.Remove(path[^1]): return;
            case JsonArray list: list.RemoveAt(Index(list, path[^1], list.Count - 1)); return;
            default: throw Rejected();
        }
    }

    private static JsonNode? Get(JsonNode? node, string[] path)
    {
        foreach (var step in path)
            node = node switch
            {
                JsonObject map => map.TryGetPropertyValue(step, out var value) ? value : throw Rejected(),
                JsonArray list => list[Index(list, step, list.Count - 1)],
                _ => throw Rejected(),
            };
        return node;
    }

    private static int Index(JsonArray list, string step, int highest)
    {
        if (!int.TryParse(step, out var index)) throw Rejected();
        if (index < 0) index += list.Count;
        return index >= 0 && index <= highest ? index : throw Rejected();
    }

    private static string[] Pointer(string? path)
    {
        if (path is null) throw Rejected();
        if (path.Length == 0) return [];
        return [.. path.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static KubeException Rejected() => new(422, "Invalid", "the server rejected our request due to an error in our request", []);
}
