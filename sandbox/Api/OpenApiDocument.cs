using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>Writes kinds as an OpenAPI document, version 2 or 3: their paths with the parameters kubectl looks for, and their types.</summary>
internal sealed class OpenApiDocument(KindCatalog kinds, int version)
{
    private readonly JsonObject _types = [];
    private readonly Dictionary<string, Schema> _open = new(StringComparer.Ordinal);

    private string References => version == 2 ? "#/definitions/" : "#/components/schemas/";

    public JsonObject Build(IReadOnlyList<Kind> served)
    {
        var paths = new JsonObject();
        foreach (var kind in served.OrderBy(k => k.Plural, StringComparer.Ordinal)) Paths(paths, kind);
        foreach (var group in served.GroupBy(k => (k.Group, k.Name, k.Version))) Root(group.First());
        while (_open.Count > 0)
        {
            var (name, schema) = _open.First();
            _open.Remove(name);
            _types[name] = Struct(schema);
        }
        var info = new JsonObject { ["title"] = "Kubernetes", ["version"] = kinds.Minor == int.MaxValue ? "1" : $"1.{kinds.Minor}" };
        return version == 2
            ? new JsonObject { ["swagger"] = "2.0", ["info"] = info, ["paths"] = paths, ["definitions"] = _types }
            : new JsonObject { ["openapi"] = "3.0.0", ["info"] = info, ["paths"] = paths, ["components"] = new JsonObject { ["schemas"] = _types } };
    }

    private static JsonObject GroupVersionKind(Kind kind) => new() { ["group"] = kind.Group, ["kind"] = kind.Name, ["version"] = kind.Version };

    private void Paths(JsonObject paths, Kind kind)
    {
        var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.ApiVersion}";
        var collection = kind.Namespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
        var many = new JsonObject();
        if (kind.Can("list")) many["get"] = Operation(kind, "list", "limit", "continue", "labelSelector", "fieldSelector", "resourceVersion", "watch");
        if (kind.Can("create")) many["post"] = Operation(kind, "post", Write);
        if (kind.Can("deletecollection")) many["delete"] = Operation(kind, "deletecollection", "dryRun", "labelSelector", "fieldSelector");
        paths[collection] = many;
        if (!kind.Can("get")) return;
        var one = new JsonObject { ["get"] = Operation(kind, "get") };
        if (kind.Can("update")) one["put"] = Operation(kind, "put", Write);
        if (kind.Can("patch")) one["patch"] = Operation(kind, "patch", [.. Write, "force"]);
        if (kind.Can("delete")) one["delete"] = Operation(kind, "delete", "dryRun", "gracePeriodSeconds", "propagationPolicy");
        paths[collection + "/{name}"] = one;
    }

    /// <summary>What a write's query may hold. kubectl leaves validation to a server that has fieldValidation here (1.25).</summary>
    private string[] Write => kinds.Minor >= 25 ? ["dryRun", "fieldManager", "fieldValidation"] : ["dryRun", "fieldManager"];

    private JsonObject Operation(Kind kind, string action, params string[] parameters) => new()
    {
        ["parameters"] = new JsonArray([.. parameters.Select(Parameter)]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = GroupVersionKind(kind),
    };

    private JsonNode Parameter(string name)
    {
        var type = name is "limit" or "gracePeriodSeconds" ? "integer" : name is "force" or "watch" ? "boolean" : "string";
        var parameter = new JsonObject { ["in"] = "query", ["name"] = name };
        if (version == 2) parameter["type"] = type;
        else parameter["schema"] = new JsonObject { ["type"] = type };
        return parameter;
    }

    private void Root(Kind kind)
    {
        var name = kind.Custom is null ? $"io.k8s.api.{Short(kind.Group)}.{kind.Version}.{kind.Name}" : $"{string.Join('.', kind.Group.Split('.').Reverse())}.{kind.Version}.{kind.Name}";
        var type = kind.Custom is null ? Struct(kind.Schema) : Custom(kind);
        type["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind));
        _types[name] = type;
    }

    private static string Short(string group) => group.Length == 0 ? "core" : group.Split('.')[0];

    private JsonObject Custom(Kind kind)
    {
        var type = (JsonObject?)kind.Custom!.OpenApi?.DeepClone() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        if (version == 2) Simplify(type);
        var properties = Defaults.Under(type, "properties");
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = Type(BuiltInSchemas.Get("ObjectMeta"));
        return type;
    }

    /// <summary>Leaves out what version 2 can't say.</summary>
    private static void Simplify(JsonObject type)
    {
        foreach (var name in new[] { "oneOf", "anyOf", "not", "nullable", "x-kubernetes-validations", "default" }) type.Remove(name);
        if ((bool?)type["x-kubernetes-int-or-string"] == true) (type["type"], type["format"]) = ("string", "int-or-string");
        if ((bool?)type["x-kubernetes-preserve-unknown-fields"] == true) type.Remove("properties");
        foreach (var (_, property) in type["properties"] as JsonObject ?? [])
            if (property is JsonObject below) Simplify(below);
        if (type["items"] is JsonObject items) Simplify(items);
        if (type["additionalProperties"] is JsonObject values) Simplify(values);
    }

    private JsonObject Struct(Schema schema)
    {
        var properties = new JsonObject();
        foreach (var (name, field) in schema.Fields.OrderBy(f => f.Key, StringComparer.Ordinal)) properties[name] = Field(name, field.Type);
        var type = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (schema.Atomic) type["x-kubernetes-map-type"] = "atomic";
        return type;
    }

    private JsonObject Field(string name, Schema type)
    {
        var field = Type(type);
        if (type.Shape == Shape.List && type.List != ListKind.Atomic)
        {
            field["x-kubernetes-list-type"] = type.List == ListKind.Set ? "set" : "map";
            field["x-kubernetes-patch-strategy"] = name == "volumes" ? "merge,retainKeys" : "merge";
            if (type.Keys.Length > 0)
            {
                field["x-kubernetes-list-map-keys"] = new JsonArray([.. type.Keys.Select(k => (JsonNode)k)]);
                field["x-kubernetes-patch-merge-key"] = type.Keys[0];
            }
        }
        if (name is "strategy" or "updateStrategy") field["x-kubernetes-patch-strategy"] = "retainKeys";
        return field;
    }

    private JsonObject Type(Schema type) => type.Shape switch
    {
        Shape.Struct => Reference(type),
        Shape.Map => new() { ["type"] = "object", ["additionalProperties"] = Type(type.Element!) },
        Shape.List => new() { ["type"] = "array", ["items"] = Type(type.Element!) },
        Shape.Integer => new() { ["type"] = "integer", ["format"] = "int64" },
        Shape.Number => new() { ["type"] = "number", ["format"] = "double" },
        Shape.Boolean => new() { ["type"] = "boolean" },
        Shape.Time => new() { ["type"] = "string", ["format"] = "date-time" },
        Shape.Bytes => new() { ["type"] = "string", ["format"] = "byte" },
        Shape.IntOrString or Shape.Quantity when version == 3 => new()
        {
            ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = type.Shape == Shape.Quantity ? "number" : "integer" }),
        },
        Shape.IntOrString or Shape.Quantity => new() { ["type"] = "string", ["format"] = "int-or-string" },
        Shape.String => new() { ["type"] = "string" },
        _ => new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
    };

    /// <summary>Version 3 has the reference beside other keys only within allOf.</summary>
    private JsonObject Reference(Schema type)
    {
        var name = type.Name == "ObjectMeta" ? "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" : $"io.k8s.api.{type.Name}";
        if (!_types.ContainsKey(name)) _open[name] = type;
        var reference = new JsonObject { ["$ref"] = References + name };
        return version == 2 ? reference : new JsonObject { ["allOf"] = new JsonArray(reference) };
    }
}
