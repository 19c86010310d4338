using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Patching;

/// <summary>
/// Strategic merge of built-in kinds: keyed lists merge by their first key; `$patch`, `$retainKeys`, `$deleteFromPrimitiveList`
/// and `$setElementOrder` are honoured.
/// </summary>
internal static class StrategicMergePatch
{
    public static JsonObject Apply(JsonObject target, JsonNode? patch, Schema schema)
    {
        if (patch is not JsonObject changes)
            throw KubeException.BadRequest($"error decoding patch: json: cannot unmarshal {(patch is JsonArray ? "array" : "string")} into Go value of type map[string]interface {{}}");
        return Map(target, changes, schema);
    }

    private static JsonObject Map(JsonObject target, JsonObject changes, Schema schema)
    {
        switch (changes.Text("$patch"))
        {
            case null or "merge": break;
            case "replace":
                var replaced = (JsonObject)changes.DeepClone();
                replaced.Remove("$patch");
                return replaced;
            case "delete": return [];
            case var other: throw KubeException.Internal($"unknown patch type: {other} in map: {GoText.Of(changes)}");
        }
        if (changes["$retainKeys"] is JsonArray keys)
        {
            var kept = keys.Select(k => (string)k!).ToHashSet();
            foreach (var name in target.Select(p => p.Key).Where(k => !kept.Contains(k)).ToList()) target.Remove(name);
        }
        foreach (var (name, value) in changes)
        {
            if (name.StartsWith('$')) Directive(target, name, value, schema);
            else if (value is null) target.Remove(name);
            else if (Value(target, name, value, changes, schema.Child(name) ?? Schema.Anything) is { } merged) target[name] = merged;
        }
        return target;
    }

    private static JsonNode? Value(JsonObject target, string name, JsonNode value, JsonObject changes, Schema schema)
    {
        var current = target[name];
        target.Remove(name);
        switch (value)
        {
            case JsonObject map when current is null && map.ContainsKey("$patch"):
                return null; // As the API server does: there is nothing to replace.
            case JsonObject map:
                var merged = Map(current as JsonObject ?? [], map, schema);
                return map["$patch"] is not null && merged.Count == 0 ? null : merged;
            case JsonArray list when schema.Shape == Shape.List && schema.List != ListKind.Atomic:
                var order = changes["$setElementOrder/" + name] as JsonArray;
                if (order is not null && schema.List == ListKind.Keyed) CheckOrder(list, order, schema.Keys[0]);
                return schema.List == ListKind.Set ? Set(current as JsonArray ?? [], list) : List(current as JsonArray ?? [], list, order, schema);
            default:
                return value.DeepClone();
        }
    }

    private static JsonArray Set(JsonArray current, JsonArray added)
    {
        var merged = (JsonArray)current.DeepClone();
        foreach (var item in added)
            if (!merged.Any(m => JsonNode.DeepEquals(m, item))) merged.Add(item?.DeepClone());
        return merged;
    }

    private static JsonArray List(JsonArray current, JsonArray changes, JsonArray? order, Schema schema)
    {
        var key = schema.Keys[0];
        var merged = changes.Any(c => c is JsonObject o && o.Count == 1 && o.Text("$patch") == "replace") ? [] : (JsonArray)current.DeepClone();
        foreach (var change in changes)
        {
            if (change is not JsonObject item) continue;
            if (item.Count == 1 && item.Text("$patch") == "replace") continue;
            if (item[key] is not { } id) throw KubeException.Internal($"map: {GoText.Of(item)} does not contain declared merge key: {key}");
            var at = merged.ToList().FindIndex(m => JsonNode.DeepEquals(m?[key], id));
            switch (item.Text("$patch"))
            {
                case "delete":
                    while (at >= 0)
                    {
                        merged.RemoveAt(at);
                        at = merged.ToList().FindIndex(m => JsonNode.DeepEquals(m?[key], id));
                    }
                    break;
                case null or "merge" or "replace":
                    var next = Map(at >= 0 ? (JsonObject)merged[at]!.DeepClone() : [], item, schema.Element!);
                    next.Remove("$patch");
                    if (at >= 0) merged[at] = next;
                    else merged.Add((JsonNode)next);
                    break;
                case var other:
                    throw KubeException.Internal($"unknown patch type: {other} in map: {GoText.Of(item)}");
            }
        }
        return Ordered(merged, current, order ?? changes, key);
    }

    private static void CheckOrder(JsonArray list, JsonArray order, string key)
    {
        var known = order.Select(o => o?[key]?.ToJsonString()).ToHashSet();
        if (list.OfType<JsonObject>().Any(i => i.Text("$patch") is null && i[key] is { } id && !known.Contains(id.ToJsonString())))
            throw KubeException.Internal($"The order in patch list:\n{GoText.Of(list)}\n doesn't match $setElementOrder list:\n{GoText.Of(order)}\n");
    }

    /// <summary>
    /// Items the patch names come in its order; the others keep their place among those that were there before; new items go first.
    /// </summary>
    private static JsonArray Ordered(JsonArray merged, JsonArray before, JsonArray order, string key)
    {
        static string Id(JsonNode? item, string key) => item?[key]?.ToJsonString() ?? "";
        var wanted = order.Select(o => Id(o, key)).ToList();
        var server = before.Select(o => Id(o, key)).ToList();
        var named = new Queue<JsonNode?>(merged.Where(m => wanted.Contains(Id(m, key))).OrderBy(m => wanted.IndexOf(Id(m, key))));
        var others = new Queue<JsonNode?>(merged.Where(m => !wanted.Contains(Id(m, key))).OrderBy(m => server.IndexOf(Id(m, key))));
        var sorted = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            var takeOther = named.Count == 0 || (others.Count > 0 && server.IndexOf(Id(others.Peek(), key)) is >= 0 and var left
                && server.IndexOf(Id(named.Peek(), key)) is >= 0 and var right && left < right);
            sorted.Add((takeOther ? others : named).Dequeue()?.DeepClone());
        }
        return sorted;
    }

    private static void Directive(JsonObject target, string name, JsonNode? value, Schema schema)
    {
        const string delete = "$deleteFromPrimitiveList/";
        const string order = "$setElementOrder/";
        if (name.StartsWith(delete, StringComparison.Ordinal) && target[name[delete.Length..]] is JsonArray list && value is JsonArray gone)
            target[name[delete.Length..]] = new JsonArray([.. list.Where(i => !gone.Any(g => JsonNode.DeepEquals(g, i))).Select(i => i?.DeepClone())]);
        if (!name.StartsWith(order, StringComparison.Ordinal) || value is not JsonArray wanted) return;
        var field = name[order.Length..];
        if (schema.Child(field) is { List: ListKind.Keyed } type && target[field] is JsonArray items) target[field] = Ordered(items, (JsonArray)items.DeepClone(), wanted, type.Keys[0]);
    }
}
