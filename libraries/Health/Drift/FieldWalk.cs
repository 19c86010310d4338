using System.Text.Json.Nodes;

namespace Platform.Health;

/// <summary>
/// Finds the fields a rendered object fixes: its leaves. An element of a keyed list is known by its keys, since others may put theirs beside
/// it; a list without keys is one value. (API servers merge lists by the same keys.)
/// </summary>
internal static class FieldWalk
{
    private static readonly Dictionary<string, string[]> KeysOf = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
    };

    /// <summary>What the server writes, or is an object's name.</summary>
    private static readonly HashSet<string> NotFixed = new(StringComparer.Ordinal)
    {
        "/apiVersion", "/kind", "/status", "/metadata/name", "/metadata/namespace", "/metadata/uid", "/metadata/resourceVersion", "/metadata/generation",
        "/metadata/creationTimestamp", "/metadata/managedFields", "/metadata/finalizers", "/metadata/ownerReferences",
    };

    public static IEnumerable<FieldPath> Of(JsonObject manifest, int depth)
    {
        var secret = manifest["kind"]?.ToString() == "Secret";
        return Walk(manifest, [], depth).Where(p => p.Text.Length > 0)
            // Write-only: the server puts it into data.
            .Select(p => secret && p.Text.StartsWith("/stringData", StringComparison.Ordinal) ? FieldPath.Parse("/data" + p.Text["/stringData".Length..]) : p)
            .DistinctBy(p => p.Text);
    }

    private static IEnumerable<FieldPath> Walk(JsonNode? node, List<FieldPath.Segment> at, int depth)
    {
        if (node is null || NotFixed.Contains(FieldPath.Of(at).Text))
            yield break; // A null asks for the field's absence or default; either is the server's.
        if (at.Count < depth && node is JsonObject { Count: > 0 } fields)
        {
            foreach (var (name, value) in fields)
                foreach (var path in Walk(value, [.. at, new(name, null)], depth))
                    yield return path;
        }
        else if (at.Count < depth && node is JsonArray { Count: > 0 } list && Keyed(list, at[^1].Name) is { } keyed)
        {
            foreach (var (keys, item) in keyed)
                foreach (var path in Walk(item, [.. at, new(null, keys)], depth))
                    yield return path;
        }
        else
        {
            yield return FieldPath.Of(at, node is JsonObject { Count: 0 } or JsonArray { Count: 0 });
        }
    }

    private static List<(IReadOnlyList<KeyValuePair<string, string>> Keys, JsonObject Item)>? Keyed(JsonArray list, string? name)
    {
        var items = list.OfType<JsonObject>().ToList();
        if (items.Count != list.Count || name is null)
            return null;
        string[] keys = name == "ports" ? items[0].ContainsKey("containerPort") ? ["containerPort", "protocol"] : ["port", "protocol"] : KeysOf.GetValueOrDefault(name) ?? ["name"];
        var keyed = items.Select(i => (Keys: (IReadOnlyList<KeyValuePair<string, string>>)[.. keys.Where(k => i[k] is JsonValue).Select(k => KeyValuePair.Create(k, i[k]!.ToString()))], Item: i)).ToList();
        return keyed.TrueForAll(k => k.Keys.Count > 0) ? keyed : null;
    }
}
