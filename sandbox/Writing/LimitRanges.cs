using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Writing;

/// <summary>LimitRanges: defaults for the resources of containers, and bounds for those and for claims. Under the cluster's gate.</summary>
internal static class LimitRanges
{
    /// <summary>A range's own defaults: from the maximum to the default limit to the default request, else from the minimum.</summary>
    public static void SetDefaults(JsonObject spec)
    {
        foreach (var limit in (spec["limits"] as JsonArray ?? []).OfType<JsonObject>().Where(l => (string?)l["type"] == "Container"))
        {
            Fill(limit, "default", "max");
            Fill(limit, "defaultRequest", "default");
            Fill(limit, "defaultRequest", "min");
        }
    }

    private static void Fill(JsonObject limit, string to, string from)
    {
        foreach (var (resource, value) in limit[from] as JsonObject ?? []) Default(Under(limit, to), resource, value?.DeepClone());
    }

    public static void Admit(Cluster cluster, Kind kind, string ns, JsonObject o)
    {
        if (!kind.Is("", "Pod") && !kind.Is("", "PersistentVolumeClaim")) return;
        foreach (var range in cluster.Store.Of(cluster.Store.Kinds.Get("v1", "LimitRange")).In(ns))
            foreach (var limit in (range.Parse()["spec"]?["limits"] as JsonArray ?? []).OfType<JsonObject>())
                Admit(kind, o, limit, (string?)limit["type"] ?? "");
    }

    private static void Admit(Kind kind, JsonObject o, JsonObject limit, string type)
    {
        var name = (string?)o["metadata"]?["name"] ?? "";
        if (kind.Is("", "PersistentVolumeClaim"))
        {
            if (type == kind.Name && o["spec"]?["resources"] is JsonObject claimed && Problem(claimed, limit, type, isClaim: true) is { } refused) throw KubeException.Forbidden(kind, name, refused);
            return;
        }
        if (type != "Container") return;
        var containers = (o["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        SetDefaults(o, containers, limit);
        foreach (var container in containers)
            if (container["resources"] is JsonObject resources && Problem(resources, limit, type, isClaim: false) is { } problem) throw KubeException.Forbidden(kind, name, problem);
    }

    /// <summary>Writes what containers don't say, and an annotation that tells.</summary>
    private static void SetDefaults(JsonObject pod, List<JsonObject> containers, JsonObject limit)
    {
        var told = new List<string>();
        foreach (var container in containers)
            foreach (var (field, from, word) in new[] { ("requests", "defaultRequest", "request"), ("limits", "default", "limit") })
            {
                var set = new List<string>();
                foreach (var (resource, value) in limit[from] as JsonObject ?? [])
                {
                    var given = Under(Under(container, "resources"), field);
                    if (given.ContainsKey(resource)) continue;
                    given[resource] = value?.DeepClone();
                    set.Add(resource);
                }
                if (set.Count > 0) told.Add($"{string.Join(", ", set.Order(StringComparer.Ordinal))} {word} for container {(string?)container["name"]}");
            }
        if (told.Count > 0) Under(Under(pod, "metadata"), "annotations")["kubernetes.io/limit-ranger"] = $"LimitRanger plugin set: {string.Join("; ", told)}";
    }

    private static string? Problem(JsonObject resources, JsonObject limit, string type, bool isClaim)
    {
        string? Given(string field, string resource) => (string?)resources[field]?[resource];
        foreach (var (resource, least) in limit["min"] as JsonObject ?? [])
        {
            if (Given("requests", resource) is not { } request) return $"minimum {resource} usage per {type} is {(string?)least}.  No request is specified";
            if (Quantity.Parse(request) < Quantity.Parse((string?)least)) return $"minimum {resource} usage per {type} is {(string?)least}, but request is {request}";
        }
        foreach (var (resource, most) in limit["max"] as JsonObject ?? [])
        {
            var (field, word) = isClaim ? ("requests", "request") : ("limits", "limit");
            if (Given(field, resource) is not { } given) return $"maximum {resource} usage per {type} is {(string?)most}.  No {word} is specified";
            if (Quantity.Parse(given) > Quantity.Parse((string?)most)) return $"maximum {resource} usage per {type} is {(string?)most}, but {word} is {given}";
        }
        foreach (var (resource, ratio) in limit["maxLimitRequestRatio"] as JsonObject ?? [])
        {
            if (Given("requests", resource) is not { } request || Given("limits", resource) is not { } most || Quantity.Parse(request) == 0) continue;
            var actual = Quantity.Parse(most) / Quantity.Parse(request);
            if (actual > Quantity.Parse((string?)ratio)) return $"{resource} max limit to request ratio per {type} is {(string?)ratio}, but provided ratio is {actual.ToString("F6", CultureInfo.InvariantCulture)}";
        }
        return null;
    }
}
