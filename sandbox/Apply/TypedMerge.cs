using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>Merging an applied value into a live one, and taking fields out of a value. Results share nothing with their inputs.</summary>
internal static class TypedMerge
{
    /// <summary>The live value with what the applied one says; keyed lists and sets keep the order of both as far as they agree.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, Schema schema)
    {
        if (schema.IsScalar || FieldSets.IsAtomic(schema)) return applied?.DeepClone();
        if (schema.Shape == Shape.List && (live is JsonArray || applied is JsonArray)) return MergeList(live as JsonArray ?? [], applied as JsonArray ?? [], schema);
        if (applied is JsonObject now && live is JsonObject before) return MergeMap(before, now, schema);
        return applied is null && live is JsonObject && schema.Shape != Shape.Any ? live.DeepClone() : applied?.DeepClone();
    }

    private static JsonObject MergeMap(JsonObject live, JsonObject applied, Schema schema)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in live)
            merged[name] = applied.TryGetPropertyValue(name, out var now) ? Merge(value, now, schema.Child(name) ?? Schema.Anything) : value?.DeepClone();
        foreach (var (name, value) in applied)
            if (!live.ContainsKey(name)) merged[name] = value?.DeepClone();
        return merged;
    }

    private static JsonArray MergeList(JsonArray live, JsonArray applied, Schema schema)
    {
        var left = live.Select(i => PathElements.Item(schema, i) ?? "").ToList();
        var right = applied.Select(i => PathElements.Item(schema, i) ?? "").ToList();
        var liveItems = First(live, left);
        var appliedItems = First(applied, right);
        var shared = new Queue<string>(right.Where(liveItems.ContainsKey));
        var done = new HashSet<string>(StringComparer.Ordinal);
        var merged = new JsonArray();
        int l = 0, r = 0;

        void TakeApplied(string element)
        {
            done.Add(element);
            merged.Add(liveItems.TryGetValue(element, out var was) ? Merge(was, appliedItems[element], schema.Element!) : appliedItems[element]?.DeepClone());
            if (shared.TryPeek(out var next) && next == element) shared.Dequeue();
        }

        while (l < left.Count || r < right.Count)
        {
            if (l < left.Count && r < right.Count)
            {
                if (left[l] == right[r])
                {
                    TakeApplied(left[l]);
                    l++;
                    r++;
                    continue;
                }
                if (appliedItems.ContainsKey(left[l]) && shared.TryPeek(out var next) && next != left[l])
                {
                    l++;
                    continue;
                }
            }
            if (l < left.Count)
            {
                if (!appliedItems.ContainsKey(left[l]))
                {
                    merged.Add(live[l]?.DeepClone());
                    l++;
                    continue;
                }
                if (done.Contains(left[l])) l++;
            }
            if (r < right.Count) TakeApplied(right[r++]);
        }
        return merged;
    }

    private static Dictionary<string, JsonNode?> First(JsonArray list, List<string> elements)
    {
        var items = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++) items.TryAdd(elements[i], list[i]);
        return items;
    }

    /// <summary>The value without the fields of a set; a map or list that loses its last item goes too.</summary>
    public static JsonNode? Remove(JsonNode? value, FieldSet fields, Schema schema)
    {
        if (!fields.HasChildren || FieldSets.IsAtomic(schema)) return value?.DeepClone();
        return value switch
        {
            JsonObject map => RemoveFromMap(map, fields, schema),
            JsonArray list when schema.Shape == Shape.List => RemoveFromList(list, fields, schema),
            _ => value?.DeepClone(),
        };
    }

    private static JsonObject? RemoveFromMap(JsonObject map, FieldSet fields, Schema schema)
    {
        var left = new JsonObject();
        foreach (var (name, value) in map)
        {
            var set = fields.Child(PathElements.Field(name));
            if (set is { Self: true }) continue;
            if (set is null)
            {
                left[name] = value?.DeepClone();
                continue;
            }
            if (Remove(value, set, schema.Child(name) ?? Schema.Anything) is { } kept) left[name] = kept;
        }
        return left.Count == 0 ? null : left;
    }

    private static JsonArray? RemoveFromList(JsonArray list, FieldSet fields, Schema schema)
    {
        var left = new JsonArray();
        foreach (var item in list)
        {
            var set = PathElements.Item(schema, item) is { } element ? fields.Child(element) : null;
            if (set is { Self: true }) continue;
            left.Add(set is null ? item?.DeepClone() : Remove(item, set, schema.Element!));
        }
        return left.Count == 0 ? null : left;
    }
}
