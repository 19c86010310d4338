using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>What changed between two values of a type, as sets of fields.</summary>
internal sealed class Comparison
{
    private readonly FieldSetBuilder _added = new(), _modified = new(), _removed = new();
    private readonly List<string> _path = [];

    private Comparison()
    {
    }

    public FieldSet Added { get; private set; } = FieldSet.Empty;
    public FieldSet Modified { get; private set; } = FieldSet.Empty;
    public FieldSet Removed { get; private set; } = FieldSet.Empty;
    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    public static Comparison Of(JsonObject before, JsonObject after, Schema schema)
    {
        var c = new Comparison();
        c.Walk(new(true, before), new(true, after), schema);
        (c.Added, c.Modified, c.Removed) = (c._added.Build(), c._modified.Build(), c._removed.Build());
        return c;
    }

    private Comparison Without(FieldSet ignored)
    {
        (Added, Modified, Removed) = (Added.ExceptBelow(ignored), Modified.ExceptBelow(ignored), Removed.ExceptBelow(ignored));
        return this;
    }

    public static Comparison Of(JsonObject before, JsonObject after, Schema schema, FieldSet ignored) => Of(before, after, schema).Without(ignored);

    private readonly record struct Value(bool Present, JsonNode? Node)
    {
        public bool IsEmpty => Node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 };
    }

    private void Walk(Value before, Value after, Schema schema)
    {
        var isList = before.Node is JsonArray || after.Node is JsonArray;
        var isMap = before.Node is JsonObject || after.Node is JsonObject;
        var leaf = schema.IsScalar || FieldSets.IsAtomic(schema) || (before.IsEmpty && after.IsEmpty)
            || (schema.Shape == Shape.Any && (isList || !isMap)) || (isList && isMap);
        if (leaf)
        {
            Leaf(before, after);
            return;
        }
        if (schema.Shape == Shape.List) WalkList(before.Node as JsonArray, after.Node as JsonArray, schema);
        else WalkMap(before.Node as JsonObject, after.Node as JsonObject, schema);
        if (!before.Present) Mark(_added);
        else if (!after.Present) Mark(_removed);
    }

    private void WalkMap(JsonObject? before, JsonObject? after, Schema schema)
    {
        foreach (var (name, value) in after ?? [])
        {
            var old = before is not null && before.TryGetPropertyValue(name, out var b) ? new Value(true, b) : default;
            Below(PathElements.Field(name), old, new(true, value), schema.Child(name) ?? Schema.Anything);
        }
        foreach (var (name, value) in before ?? [])
            if (after is null || !after.ContainsKey(name)) Below(PathElements.Field(name), new(true, value), default, schema.Child(name) ?? Schema.Anything);
    }

    private void WalkList(JsonArray? before, JsonArray? after, Schema schema)
    {
        var old = Items(before, schema);
        var now = Items(after, schema);
        foreach (var (element, items) in now)
        {
            var was = old.GetValueOrDefault(element);
            if (items.Count == 1 && was is null or { Count: 1 }) Below(element, was is null ? default : new(true, was[0]), new(true, items[0]), schema.Element!);
            else if (was is null || !JsonNode.DeepEquals(new JsonArray([.. was.Select(Clone)]), new JsonArray([.. items.Select(Clone)]))) MarkAt(element, was is null ? _added : _modified);
        }
        foreach (var (element, items) in old)
        {
            if (now.ContainsKey(element)) continue;
            if (items.Count == 1) Below(element, new(true, items[0]), default, schema.Element!);
            else MarkAt(element, _removed);
        }
    }

    private static JsonNode? Clone(JsonNode? node) => node?.DeepClone();

    private static Dictionary<string, List<JsonNode?>> Items(JsonArray? list, Schema schema)
    {
        var items = new Dictionary<string, List<JsonNode?>>(StringComparer.Ordinal);
        foreach (var item in list ?? [])
        {
            if (PathElements.Item(schema, item) is not { } element) continue;
            if (!items.TryGetValue(element, out var same)) items[element] = same = [];
            same.Add(item);
        }
        return items;
    }

    private void Below(string element, Value before, Value after, Schema schema)
    {
        _path.Add(element);
        Walk(before, after, schema);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Leaf(Value before, Value after)
    {
        if (!before.Present) Mark(_added);
        else if (!after.Present) Mark(_removed);
        else if (!JsonNode.DeepEquals(before.Node, after.Node)) Mark(_modified);
    }

    private void MarkAt(string element, FieldSetBuilder set)
    {
        _path.Add(element);
        Mark(set);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Mark(FieldSetBuilder set)
    {
        foreach (var element in _path) set = set.At(element);
        set.Self = true;
    }
}
