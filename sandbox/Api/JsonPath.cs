using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Platform.Sandbox.Api;

/// <summary>The JSON paths of printer columns: `.spec.size`, `.items[0]`, `.status.conditions[?(@.type=="Ready")].status`.</summary>
internal static partial class JsonPath
{
    [GeneratedRegex("""\.([^.\[\]]+)|\[(\d+)\]|\['([^']+)'\]|\[\?\(@\.([^=]+?)\s*==\s*['"]([^'"]*)['"]\)\]""")]
    private static partial Regex Step();

    /// <summary>The first value at a path; null where there is none or the path can't be read.</summary>
    public static JsonNode? Find(JsonNode? node, string path)
    {
        var at = 0;
        foreach (Match step in Step().Matches(path.StartsWith('.') || path.StartsWith('[') ? path : "." + path))
        {
            if (step.Index > at + 1) return null;
            at = step.Index + step.Length;
            node = step.Groups switch
            {
                { } g when g[2].Success => (node as JsonArray)?.ElementAtOrDefault(int.Parse(g[2].Value)),
                { } g when g[4].Success => (node as JsonArray)?.FirstOrDefault(i => Find(i, g[4].Value)?.ToString() == g[5].Value),
                { } g => (node as JsonObject)?[g[1].Success ? g[1].Value : g[3].Value],
            };
        }
        return node;
    }
}
