using System.Text.Json.Nodes;

namespace Platform.Deploy.DryRuns;

/// <summary>The fields in which two objects differ, bookkeeping left out.</summary>
internal static class Differences
{
    private const int Most = 50;

    /// <summary>Never a difference: the server's own bookkeeping, and the revision every object carries.</summary>
    private static readonly HashSet<string> Bookkeeping =
    [
        ".status", ".metadata.managedFields", ".metadata.resourceVersion", ".metadata.generation", ".metadata.uid", ".metadata.creationTimestamp",
        ".metadata.selfLink", ".metadata.labels[app.oam.dev/appRevision]",
    ];

    /// <param name="wanted">What is compared.</param>
    /// <param name="live">With what.</param>
    /// <param name="both">Also fields that only the live object has; else only what is wanted counts.</param>
    public static IReadOnlyList<FieldChange> Between(JsonObject wanted, JsonObject live, bool both)
    {
        var found = new List<FieldChange>();
        Compare("", wanted, live, both, found);
        return found;
    }

    private static void Compare(string path, JsonNode? wanted, JsonNode? live, bool both, List<FieldChange> found)
    {
        if (found.Count >= Most || Bookkeeping.Contains(path))
            return;
        if (wanted is JsonObject map && live is JsonObject other)
        {
            foreach (var key in both ? map.Select(pair => pair.Key).Union(other.Select(pair => pair.Key)) : map.Select(pair => pair.Key))
                Compare(path + Step(key), map[key], other[key], both, found);
        }
        else if (wanted is JsonArray list && live is JsonArray items && list.Count == items.Count)
        {
            for (var index = 0; index < list.Count; index++)
                Compare($"{path}[{index}]", list[index], items[index], both, found);
        }
        else if (!JsonNode.DeepEquals(wanted, live))
        {
            found.Add(new(path, live, wanted));
        }
    }

    private static string Step(string key) => key.Any(c => !char.IsAsciiLetterOrDigit(c)) ? $"[{key}]" : $".{key}";
}
