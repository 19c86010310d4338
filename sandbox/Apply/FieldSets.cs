using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>The set of fields a value has (what an applier owns): leaves, items of lists, keys of maps.</summary>
internal static class FieldSets
{
    public static FieldSet Of(JsonNode? value, Schema schema)
    {
        var builder = new FieldSetBuilder();
        Walk(value, schema, builder);
        return builder.Build();
    }

    private static void Walk(JsonNode? value, Schema schema, FieldSetBuilder at)
    {
        switch (value)
        {
            case JsonObject map when !schema.Atomic && schema.Shape is Shape.Struct or Shape.Map or Shape.Any:
                if (value is JsonObject m) WalkMap(m, schema, at);
                break;
            case JsonArray list when schema.Shape == Shape.List && schema.List != ListKind.Atomic:
                WalkList(list, schema, at);
                break;
            case null when !schema.IsScalar && !IsAtomic(schema):
                break;
            default:
                at.Self = true;
                break;
        }
    }

    private static void WalkMap(JsonObject map, Schema schema, FieldSetBuilder at)
    {
        foreach (var (name, value) in map)
        {
            var child = at.At(PathElements.Field(name));
            Walk(value, schema.Child(name) ?? Schema.Anything, child);
            if (value is null or JsonObject { Count: 0 } || !schema.Declares(name)) child.Self = true;
        }
    }

    private static void WalkList(JsonArray list, Schema schema, FieldSetBuilder at)
    {
        foreach (var item in list)
        {
            if (PathElements.Item(schema, item) is not { } element) continue;
            var child = at.At(element);
            Walk(item, schema.Element!, child);
            child.Self = true;
        }
    }

    public static bool IsAtomic(Schema schema) => schema.Atomic || (schema.Shape == Shape.List && schema.List == ListKind.Atomic);

    /// <summary>Adds the struct fields that only have members below them, so that they go with their last member.</summary>
    public static FieldSet WithNamedFields(FieldSet set, Schema schema)
    {
        if (!set.HasChildren) return set;
        var children = new List<KeyValuePair<string, FieldSet>>(set.Children.Count);
        foreach (var (element, child) in set.Children)
        {
            var below = WithNamedFields(child, Below(schema, element));
            children.Add(KeyValuePair.Create(element, element[0] == 'f' && schema.Declares(element[2..]) ? below.WithSelf : below));
        }
        return FieldSet.Of(set.Self, children);
    }

    public static Schema Below(Schema schema, string element) =>
        (element[0] == 'f' ? schema.Child(element[2..]) : schema.Element) ?? Schema.Anything;
}
