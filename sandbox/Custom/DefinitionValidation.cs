using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Kinds;

/// <summary>Refuses CustomResourceDefinitions the API server would refuse: names, scope, storage version, schemas that aren't structural.</summary>
internal static class DefinitionValidation
{
    public static void Check(JsonObject o, List<FieldError> errors)
    {
        var spec = (JsonObject)o["spec"]!;
        var (group, plural) = ((string?)spec["group"] ?? "", (string?)spec["names"]?["plural"] ?? "");
        var name = (string?)o["metadata"]?["name"] ?? "";
        if (name != $"{plural}.{group}") errors.Add(FieldError.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        if (group.Length == 0) errors.Add(FieldError.Required("spec.group"));
        else if (!group.Contains('.', StringComparison.Ordinal)) errors.Add(FieldError.Invalid("spec.group", group, "should be a domain with at least one dot"));
        if ((string?)spec["scope"] is not ("Cluster" or "Namespaced")) errors.Add(FieldError.NotSupported("spec.scope", (string?)spec["scope"] ?? "", "Cluster", "Namespaced"));
        if ((string?)spec["names"]?["kind"] is null or "") errors.Add(FieldError.Required("spec.names.kind"));
        var versions = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (versions.Count(v => (bool?)v["storage"] == true) != 1) errors.Add(FieldError.Invalid("spec.versions", spec["versions"]?.DeepClone(), "must have exactly one version marked as storage version"));
        if (o["status"]?["storedVersions"] is not JsonArray { Count: > 0 }) errors.Add(FieldError.Invalid("status.storedVersions", null, "must have at least one stored version"));
        for (var i = 0; i < versions.Count; i++) Version(versions[i], i, versions.Count, errors);
    }

    private static void Version(JsonObject version, int i, int count, List<FieldError> errors)
    {
        var schema = version["schema"]?["openAPIV3Schema"] as JsonObject;
        var selectable = (version["selectableFields"] as JsonArray ?? []).Select(f => (string?)f?["jsonPath"] ?? "").ToList();
        // What all versions share is told without the version where there is but one.
        var (at, fields) = count == 1 ? ("spec.validation.openAPIV3Schema", "spec.selectableFields") : ($"spec.versions[{i}].schema.openAPIV3Schema", $"spec.versions[{i}].selectableFields");
        if (schema is null)
        {
            errors.Add(FieldError.Required($"spec.versions[{i}].schema.openAPIV3Schema"));
            if (selectable.Count > 0) errors.Add(FieldError.Invalid(fields, "", "may only be set when validations.schema is included"));
            return;
        }
        Structural(schema, at, errors);
        if ((string?)schema["type"] is null or "") errors.Add(FieldError.Required($"{at}.type", "must not be empty at the root"));
        else if ((string?)schema["type"] != "object") errors.Add(FieldError.Invalid($"{at}.type", schema["type"]!.DeepClone(), "must be object at the root"));
        for (var f = 0; f < selectable.Count; f++)
            if (!Refers(schema, selectable[f])) errors.Add(FieldError.Invalid($"{fields}[{f}].jsonPath", selectable[f], "is an invalid path: does not refer to a valid field"));
    }

    private static void Structural(JsonObject schema, string at, List<FieldError> errors)
    {
        foreach (var (name, node) in schema["properties"] as JsonObject ?? [])
        {
            if (node is not JsonObject property) continue;
            Structural(property, $"{at}.properties[{name}]", errors);
            if (Untyped(property)) errors.Add(FieldError.Required($"{at}.properties[{name}].type", "must not be empty for specified object fields"));
        }
        if (schema["items"] is JsonObject items)
        {
            Structural(items, $"{at}.items", errors);
            if (Untyped(items)) errors.Add(FieldError.Required($"{at}.items.type", "must not be empty for specified array items"));
        }
        if (schema["additionalProperties"] is JsonObject values) Structural(values, $"{at}.additionalProperties", errors);
    }

    private static bool Untyped(JsonObject schema) =>
        (string?)schema["type"] is null or "" && (bool?)schema["x-kubernetes-int-or-string"] != true && (bool?)schema["x-kubernetes-preserve-unknown-fields"] != true;

    private static bool Refers(JsonObject schema, string path)
    {
        JsonNode? at = schema;
        foreach (var part in path.TrimStart('.').Split('.')) at = (at as JsonObject)?["properties"]?[part];
        return at is JsonObject field && (string?)field["type"] is "string" or "boolean" or "integer";
    }
}
