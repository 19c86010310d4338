using System.Text;
using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;

namespace Platform.Oam.Components.Helm;

/// <summary>
/// The values of a chart: those of <c>valuesFrom</c> in order, then <c>values</c>. Maps merge, lists are replaced. Objects of the same
/// file come first; others are read from the cluster the component goes to.
/// </summary>
internal static class HelmValues
{
    private const string DefaultKey = "values.yaml";

    /// <summary>Null when something is wrong or not known yet.</summary>
    public static JsonObject? Merge(ComponentContext context)
    {
        var layers = (context.Parameters["valuesFrom"]?.Items ?? []).Select(from => Read(context, from)).ToList();
        if (layers.Contains(null)) return null;
        var values = new JsonObject();
        foreach (var layer in layers) Merge(values, layer!);
        if (context.Parameters["values"]?.ToJson() is JsonObject own) Merge(values, own);
        return values;
    }

    /// <summary>Values of one object; none where an optional one is absent; null when they are lacking.</summary>
    private static JsonObject? Read(ComponentContext context, DocumentNode from)
    {
        var (kind, name) = (from["kind"]!.Text!, from["name"]!.Text!);
        if (from["namespace"] is { Text: { } ns } at && ns != context.Namespace && ns != context.Application.Namespace)
        {
            context.Fault($"values come only from the namespace the component goes to, '{context.Namespace}': others' are not ours to read", at);
            return null;
        }

        if (OwnObject(context, kind, name) is { } own) return Parse(context, from, own);
        var need = Need.Of(
            NeedKinds.Objects, ("cluster", context.Cluster.Name), ("apiVersion", "v1"), ("kind", kind), ("namespace", context.Namespace), ("name", name));
        if (context.Ask(need, from) is not JsonArray found) return null;
        return found.Count > 0 ? Parse(context, from, (JsonObject)found[0]!) : Absent(context, from, $"there is no {kind} '{name}', neither in the file nor in namespace '{context.Namespace}' of cluster {context.Cluster.Name}");
    }

    private static JsonObject? OwnObject(ComponentContext context, string kind, string name) => context.Application.Objects
        .Where(item => item["kind"]?.Text == kind && item["metadata"]?["name"]?.Text == name)
        .Where(item => item["metadata"]?["namespace"]?.Text is not { } ns || ns == context.Namespace || ns == context.Application.Namespace)
        .Select(item => (JsonObject)item.ToJson()!)
        .FirstOrDefault();

    private static JsonObject? Parse(ComponentContext context, DocumentNode from, JsonObject item)
    {
        var key = from["key"]?.Text ?? from["valuesKey"]?.Text ?? DefaultKey;
        var title = $"{item["kind"]} '{item["metadata"]?["name"]}'";
        if (Text(item, key) is not { } text) return Absent(context, from, $"{title} has no key '{key}'");
        var documents = DocumentReader.Read(text, out var faults);
        if (faults.Count == 0 && documents.Count == 0) return [];
        if (faults.Count == 0 && documents is [{ Kind: DocumentKind.Map } values]) return (JsonObject)values.ToJson()!;
        // What is wrong isn't shown word by word: it may be of a Secret.
        context.Fault($"'{key}' of {title} isn't a map of values in YAML{(faults.Count > 0 && faults[0].Line is { } line ? $" (see its line {line})" : "")}", from);
        return null;
    }

    private static JsonObject? Absent(ComponentContext context, DocumentNode from, string what)
    {
        if (from["optional"]?.Boolean == true) return [];
        context.Fault($"{what}; say 'optional: true' if that is fine", from);
        return null;
    }

    private static string? Text(JsonObject item, string key)
    {
        if ((item["stringData"]?[key] ?? (item["kind"]?.ToString() == "ConfigMap" ? item["data"]?[key] : null)) is JsonValue plain) return plain.ToString();
        if (item["data"]?[key] is not JsonValue encoded) return null;
        var buffer = new byte[encoded.ToString().Length];
        return Convert.TryFromBase64String(encoded.ToString(), buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : null;
    }

    private static void Merge(JsonObject target, JsonObject over)
    {
        foreach (var (name, value) in over)
        {
            if (value is JsonObject map && target[name] is JsonObject inner) Merge(inner, map);
            else target[name] = value?.DeepClone();
        }
    }
}
