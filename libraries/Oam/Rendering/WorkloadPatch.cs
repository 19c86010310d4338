using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Rendering;

/// <summary>
/// A component's workload and what traits did to it. Patches unify: a scalar that already has another value is a fault
/// that names both values and who set them.
/// </summary>
internal sealed class WorkloadPatch(JsonObject? manifest, string component, Findings findings)
{
    private readonly Dictionary<string, string> setBy = new(StringComparer.Ordinal);
    private string current = "";
    private DocumentNode place = DocumentDefaults.EmptyMap;

    /// <summary>The workload; null when the component has none.</summary>
    public JsonObject? Manifest { get; } = manifest;

    /// <summary>From now on changes are this trait's.</summary>
    public void Begin(string trait, DocumentNode at) => (current, place) = (trait, at);

    /// <summary>Something is wrong with the trait.</summary>
    public void Fault(string detail) => findings.Add(place.Fault($"{current}: {detail}"));

    /// <summary>Says that the trait can't work on such a component, and returns null, when it has no workload.</summary>
    public JsonObject? Require()
    {
        if (Manifest is null) Fault($"{component} has no workload to work on");
        return Manifest;
    }

    /// <summary>Merges a patch; what is there and differs is a conflict. Keyed lists merge by key, others by position.</summary>
    public void Unify(JsonObject patch)
    {
        if (Require() is { } workload) UnifyMap(workload, patch, "");
    }

    /// <summary>Merges a patch of the pods' spec.</summary>
    public void UnifyPods(JsonObject spec)
    {
        if (Require() is not { } workload) return;
        if (PodOf.Template(workload) is null) Fault($"{component} has no pods to work on");
        else Unify(PodOf.Patch(workload, spec));
    }

    /// <summary>Sets a value whatever the component says; only another trait's value is a conflict.</summary>
    public void Replace(JsonObject map, string path, string name, JsonNode value)
    {
        var pointer = $"{path}/{name}";
        if (setBy.TryGetValue(pointer, out var other) && !JsonNode.DeepEquals(map[name], value)) Conflict(pointer, map[name], value, other);
        map[name] = value;
        setBy[pointer] = current;
    }

    /// <summary>JSON merge patch (RFC 7396): null deletes, lists are replaced.</summary>
    public static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject map && target[name] is JsonObject inner) Merge(inner, map);
            else target[name] = WithoutNulls(value);
        }
    }

    private static JsonNode WithoutNulls(JsonNode value)
    {
        if (value is not JsonObject map) return value.DeepClone();
        var result = new JsonObject();
        Merge(result, map);
        return result;
    }

    private void UnifyMap(JsonObject target, JsonObject patch, string path)
    {
        foreach (var (name, value) in patch)
        {
            var pointer = $"{path}/{name}";
            if (target[name] is not { } there)
            {
                target[name] = value?.DeepClone();
                setBy[pointer] = current;
            }
            else
            {
                UnifyNode(there, value, pointer, name);
            }
        }
    }

    private void UnifyNode(JsonNode there, JsonNode? value, string pointer, string name)
    {
        if (there is JsonObject target && value is JsonObject patch) UnifyMap(target, patch, pointer);
        else if (there is JsonArray targets && value is JsonArray patches) UnifyList(targets, patches, pointer, KeyedLists.KeyOf(name));
        else if (!JsonNode.DeepEquals(there, value)) Conflict(pointer, there, value, SetBy(pointer));
    }

    private void UnifyList(JsonArray target, JsonArray patch, string pointer, string? key)
    {
        for (var i = 0; i < patch.Count; i++)
        {
            var wanted = key is null ? null : (patch[i] as JsonObject)?[key];
            var there = wanted is null
                ? (i < target.Count ? target[i] : null)
                : target.FirstOrDefault(item => item is JsonObject map && JsonNode.DeepEquals(map[key!], wanted));
            var element = wanted is null ? $"{pointer}/{i}" : $"{pointer}/{key}={wanted}";
            if (there is not null)
            {
                UnifyNode(there, patch[i], element, "");
                continue;
            }

            target.Add(patch[i]?.DeepClone());
            setBy[element] = current;
        }
    }

    private void Conflict(string pointer, JsonNode? there, JsonNode? wanted, string other) => Fault(
        $"{pointer} would become {Shortened(wanted)}, but {other} already made it {Shortened(there)}: take one of them out or let them agree");

    /// <summary>Who set a value: the trait that set it or something around it, else the component.</summary>
    private string SetBy(string pointer)
    {
        for (var path = pointer; path.Length > 0; path = path[..path.LastIndexOf('/')])
        {
            if (setBy.TryGetValue(path, out var trait)) return trait;
        }

        return component;
    }

    private static string Shortened(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
