using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>What a value may be.</summary>
internal enum Shape { Any, String, Bytes, Time, Integer, Number, Boolean, IntOrString, Quantity, Struct, Map, List }

/// <summary>How the items of a list belong together: as one value, as a set of scalars, or as items named by their keys.</summary>
internal enum ListKind { Atomic, Set, Keyed }

/// <summary>
/// The type of a value, with what merging needs to know about it (the x-kubernetes-list-type and x-kubernetes-map-type of the API).
/// </summary>
internal sealed class Schema
{
    public static readonly Schema Anything = new() { Name = "", Shape = Shape.Any };

    public required string Name { get; init; }
    public required Shape Shape { get; init; }

    /// <summary>Fields of a struct.</summary>
    public Dictionary<string, SchemaField> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The fields that an object has even if nobody wrote them.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaField>> Appearing => _appearing ??= [.. Fields.Where(f => f.Value.Always || f.Value is { Null: true, Type.Shape: Shape.Time })];

    private KeyValuePair<string, SchemaField>[]? _appearing;

    /// <summary>In protobuf: messages whose fields are fields of this struct, by number.</summary>
    public Dictionary<int, Schema> Inlined { get; } = [];

    /// <summary>Items of a list, values of a map, and the undeclared fields of a struct that keeps them.</summary>
    public Schema? Element { get; set; }

    /// <summary>A map or struct that is one value to its owner.</summary>
    public bool Atomic { get; set; }

    public ListKind List { get; init; }
    public string[] Keys { get; init; } = [];
    public JsonNode?[] KeyDefaults { get; init; } = [];

    /// <summary>The OpenAPI v3 schema this comes from (custom resources only): bounds, enums, defaults.</summary>
    public JsonObject? Constraints { get; init; }

    /// <summary>The object has unknown fields that are kept (x-kubernetes-preserve-unknown-fields).</summary>
    public bool KeepsUnknown { get; init; }

    /// <summary>Holds a whole Kubernetes object (x-kubernetes-embedded-resource) or is one.</summary>
    public bool IsScalar => Shape is not (Shape.Any or Shape.Struct or Shape.Map or Shape.List);

    /// <summary>The schema below a field name; null where the field isn't declared.</summary>
    public Schema? Child(string field) => Shape switch
    {
        Shape.Any => Anything,
        Shape.Map => Element,
        Shape.Struct => Fields.TryGetValue(field, out var f) ? f.Type : Element,
        _ => null,
    };

    public bool Declares(string field) => Fields.ContainsKey(field);
}

/// <param name="Type">The field's type.</param>
/// <param name="Always">A struct the server writes even when it is empty (`status: {}`).</param>
/// <param name="Null">A list that counts as there (as null) in an object that doesn't have it.</param>
/// <param name="Number">Its number in protobuf; 0 where it has none.</param>
/// <param name="Optional">In protobuf it may be absent; otherwise a zero value stands for an absent one.</param>
/// <param name="Written">A zero value is answered all the same.</param>
internal readonly record struct SchemaField(Schema Type, bool Always = false, bool Null = false, int Number = 0, bool Optional = false, bool Written = false)
{
    /// <summary>A zero value of it is left out of answers.</summary>
    public bool OmitsZero => Number > 0 && !Optional && !Written;
}
