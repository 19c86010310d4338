using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>
/// Lists that an API server keeps by key refuse the same key twice (a 500 <c>failed to create typed patch object … duplicate entries</c>),
/// which some Applications have in <c>env</c> and <c>ports</c>. As with a client-side apply, the last one wins; a warning says so.
/// </summary>
internal static class KeyedLists
{
    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];

    private static readonly (string List, string[] Keys)[] OfPod =
        [("volumes", ["name"]), ("imagePullSecrets", ["name"]), ("hostAliases", ["ip"]), ("containers", ["name"]), ("initContainers", ["name"])];

    private static readonly (string List, string[] Keys)[] OfContainer =
        [("env", ["name"]), ("ports", ["containerPort", "protocol"]), ("volumeMounts", ["mountPath"]), ("volumeDevices", ["devicePath"])];

    public static bool HasDuplicates(JsonObject manifest) => Lists(manifest).Any(l => Superseded(l.Items, l.Keys).Count > 0);

    public static void RemoveDuplicates(JsonObject manifest, ObjectKey key, List<string> warnings)
    {
        foreach (var (path, items, keys) in Lists(manifest).ToList())
        {
            var superseded = Superseded(items, keys);
            foreach (var index in superseded.OrderDescending())
            {
                warnings.Add($"{key}: {path} has {Describe(items[index]!, keys)} more than once; the last one wins");
                items.RemoveAt(index);
            }
        }
    }

    private static IEnumerable<(string Path, JsonArray Items, string[] Keys)> Lists(JsonObject manifest)
    {
        if (manifest["kind"]?.ToString() == "Service" && manifest["spec"]?["ports"] is JsonArray ports)
            yield return ("spec.ports", ports, ["port", "protocol"]);
        if (PodSpec(manifest) is not var (root, pod))
            yield break;
        foreach (var (list, keys) in OfPod)
            if (pod[list] is JsonArray items)
                yield return ($"{root}.{list}", items, keys);
        foreach (var containers in ContainerLists)
            foreach (var container in (pod[containers] as JsonArray)?.OfType<JsonObject>() ?? [])
                foreach (var (list, keys) in OfContainer)
                    if (container[list] is JsonArray items)
                        yield return ($"{root}.{containers}[{container["name"]}].{list}", items, keys);
    }

    private static (string Path, JsonObject Pod)? PodSpec(JsonObject manifest)
    {
        var (path, node) = manifest["kind"]?.ToString() switch
        {
            "Pod" => ("spec", manifest["spec"]),
            "CronJob" => ("spec.jobTemplate.spec.template.spec", At(manifest, "spec", "jobTemplate", "spec", "template", "spec")),
            _ => ("spec.template.spec", At(manifest, "spec", "template", "spec")),
        };
        return node is JsonObject pod ? (path, pod) : null;
    }

    private static JsonNode? At(JsonNode? node, params string[] path)
    {
        foreach (var step in path)
            node = (node as JsonObject)?[step];
        return node;
    }

    private static List<int> Superseded(JsonArray items, string[] keys)
    {
        if (items.Count < 2)
            return [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var superseded = new List<int>();
        for (var index = items.Count - 1; index >= 0; index--)
            if (Key(items[index], keys) is { } key && !seen.Add(key))
                superseded.Add(index);
        return superseded;
    }

    /// <summary>Null for items without their key: those are the API server's to refuse.</summary>
    private static string? Key(JsonNode? item, string[] keys)
    {
        if (item is not JsonObject o)
            return null;
        var parts = keys.Select(k => o[k]?.ToString() ?? (k == "protocol" ? "TCP" : null)).ToList();
        return parts.Contains(null) ? null : string.Join('\n', parts);
    }

    private static string Describe(JsonNode item, string[] keys) =>
        string.Join(", ", keys.Select(k => (Key: k, Value: item[k]?.ToString())).Where(p => p.Value is not null).Select(p => $"{p.Key} {p.Value}"));
}
