using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Hosting;

/// <summary>Makes one OpenAPI document of several, in an order of its own, so that two runs give the same text.</summary>
public static class OpenApiDocuments
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Paths and components of all; head (info, security) of the first.</summary>
    /// <exception cref="InvalidOperationException">Two documents say different things under one name.</exception>
    public static JsonObject Merge(params IEnumerable<JsonObject> documents)
    {
        var merged = new JsonObject();
        foreach (var document in documents)
            MergeInto(merged, document, "");
        return Ordered(merged);
    }

    /// <summary>The text that is checked in.</summary>
    public static string Text(JsonObject document) => Ordered(document).ToJsonString(Indented) + "\n";

    /// <summary>What differs, each as a sentence with its path; empty when both say the same.</summary>
    public static IReadOnlyList<string> Differences(JsonObject checkedIn, JsonObject generated)
    {
        var found = new List<string>();
        Compare(checkedIn, generated, "", found);
        return found;
    }

    private static void MergeInto(JsonObject target, JsonObject source, string path)
    {
        foreach (var (name, value) in source)
        {
            var here = $"{path}/{name}";
            if (target[name] is JsonObject inner && value is JsonObject more)
                MergeInto(inner, more, here);
            else if (!target.ContainsKey(name))
                target[name] = value?.DeepClone();
            else if (!JsonNode.DeepEquals(target[name], value) && here is not "/tags")
                throw new InvalidOperationException($"{here} has two meanings: {target[name]?.ToJsonString()} and {value?.ToJsonString()}");
            else if (here is "/tags")
                target[name] = Union(target[name]!.AsArray(), value!.AsArray());
        }
    }

    private static JsonArray Union(JsonArray one, JsonArray other) =>
        [.. one.Concat(other).DistinctBy(t => t!["name"]!.ToString()).OrderBy(t => t!["name"]!.ToString(), StringComparer.Ordinal).Select(t => t!.DeepClone())];

    private static void Compare(JsonNode? one, JsonNode? other, string path, List<string> found)
    {
        if (one is JsonObject a && other is JsonObject b)
        {
            foreach (var name in a.Select(p => p.Key).Union(b.Select(p => p.Key)).Order(StringComparer.Ordinal))
                if (!a.ContainsKey(name))
                    found.Add($"{path}/{name} is served but not in the document.");
                else if (!b.ContainsKey(name))
                    found.Add($"{path}/{name} is in the document but not served.");
                else
                    Compare(a[name], b[name], $"{path}/{name}", found);
        }
        else if (!JsonNode.DeepEquals(one, other))
        {
            found.Add($"{path} is {one?.ToJsonString() ?? "null"} in the document and {other?.ToJsonString() ?? "null"} as served.");
        }
    }

    private static JsonObject Ordered(JsonObject node)
    {
        var result = new JsonObject();
        foreach (var (name, value) in node.OrderBy(p => p.Key, StringComparer.Ordinal))
            result[name] = value is JsonObject inner ? Ordered(inner) : value?.DeepClone();
        return result;
    }
}
