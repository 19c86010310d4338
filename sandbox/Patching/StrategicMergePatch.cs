using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
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
        switch ((string?)changes["$patch"])
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
            else target[name] = Value(target, name, value, changes, schema.Child(name) ?? Schema.Anything);
        }
        return target;
    }

    private static JsonNode? Value(JsonObject target, string name, JsonNode value, JsonObject changes, Schema schema)
    {
        var current = target[name];
        target.Remove(name);
        switch (value)
        {
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
        var merged = changes.Any(c => c is JsonObject o && o.Count == 1 && (string?)o["$patch"] == "replace") ? [] : (JsonArray)current.DeepClone();
        foreach (var change in changes)
        {
            if (change is not JsonObject item) continue;
            if (item.Count == 1 && (string?)item["$patch"] == "replace") continue;
            if (item[key] is not { } id) throw KubeException.Internal($"map: {GoText.Of(item)} does not contain declared merge key: {key}");
            var at = merged.ToList().FindIndex(m => JsonNode.DeepEquals(m?[key], id));
            switch ((string?)item["$patch"])
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
        return order is null ? merged : Ordered(merged, order, key);
    }

    private static void CheckOrder(JsonArray list, JsonArray order, string key)
    {
        var known = order.Select(o => o?[key]?.ToJsonString()).ToHashSet();
        if (list.OfType<JsonObject>().Any(i => (string?)i["$patch"] is null && i[key] is { } id && !known.Contains(id.ToJsonString())))
            throw KubeException.Internal($"The order in patch list:\n{GoText.Of(list)}\n doesn't match $setElementOrder list:\n{GoText.Of(order)}\n");
    }

    private static JsonArray Ordered(JsonArray list, JsonArray order, string key)
    {
        var wanted = order.Select((o, i) => (Id: o?[key]?.ToJsonString() ?? "", i)).ToDictionary(o => o.Id, o => o.i);
        var sorted = list.Select((item, i) => (item, Rank: wanted.TryGetValue(item?[key]?.ToJsonString() ?? "", out var at) ? at : int.MaxValue, i)).OrderBy(x => x.Rank).ThenBy(x => x.i);
        return new JsonArray([.. sorted.Select(x => x.item?.DeepClone())]);
    }

    private static void Directive(JsonObject target, string name, JsonNode? value, Schema schema)
    {
        const string delete = "$deleteFromPrimitiveList/";
        const string order = "$setElementOrder/";
        if (name.StartsWith(delete, StringComparison.Ordinal) && target[name[delete.Length..]] is JsonArray list && value is JsonArray gone)
            target[name[delete.Length..]] = new JsonArray([.. list.Where(i => !gone.Any(g => JsonNode.DeepEquals(g, i))).Select(i => i?.DeepClone())]);
        if (!name.StartsWith(order, StringComparison.Ordinal) || value is not JsonArray wanted) return;
        var field = name[order.Length..];
        if (schema.Child(field) is { List: ListKind.Keyed } type && target[field] is JsonArray items) target[field] = Ordered(items, wanted, type.Keys[0]);
    }
}
