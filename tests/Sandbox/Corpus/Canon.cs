using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Sandbox.Controllers;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>
/// Objects as both sides of a scene write them: what differs from run to run (versions, times, uids, addresses, random suffixes, the choice of
/// node, hashes of templates) is replaced by a word for it. Hashes are numbered by their first appearance, so that they must agree with each other.
/// </summary>
internal sealed partial class Canon
{
    /// <summary>What of a spec the recorder kept.</summary>
    private static readonly string[] SpecFields = ["replicas", "paused", "nodeName", "suspend", "completions", "parallelism", "schedule", "type", "clusterIP", "volumeName", "storageClassName"];

    private static readonly string[] MetaFields = ["name", "generation", "finalizers", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences"];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _hashes = new(StringComparer.Ordinal);

    /// <summary>An object as the recorder trimmed it.</summary>
    public static JsonObject Trim(JsonObject o)
    {
        var kind = o.Text("kind");
        // The recorder left out what older versions knew.
        (o["metadata"]?["annotations"] as JsonObject)?.Remove("deprecated.daemonset.template.generation");
        if (o["metadata"]?["annotations"] is JsonObject { Count: 0 }) o.Meta().Remove("annotations");
        if (kind == "Event")
            return new JsonObject
            {
                ["kind"] = kind,
                ["type"] = o.Text("type"),
                ["reason"] = o.Text("reason"),
                ["message"] = o.Text("message"),
                ["involvedObject"] = new JsonObject { ["kind"] = o["involvedObject"].Text("kind"), ["name"] = o["involvedObject"].Text("name") },
                ["source"] = o["source"].Text("component") ?? o.Text("reportingComponent"),
                ["count"] = o["count"]?.DeepClone(),
            };
        var trimmed = new JsonObject { ["kind"] = kind, ["metadata"] = Only(o["metadata"], MetaFields) };
        var spec = Only(o["spec"], SpecFields);
        if (Containers(o) is { } containers) spec["images"] = new JsonArray([.. containers.OfType<JsonObject>().Select(c => (JsonNode?)c.Text("image"))]);
        if (spec.Count > 0) trimmed["spec"] = spec;
        foreach (var field in new[] { "status", "addressType", "endpoints", "ports" })
            if (o.TryGetPropertyValue(field, out var value)) trimmed[field] = value?.DeepClone();
        return trimmed;
    }

    private static JsonArray? Containers(JsonObject o) => (o["spec"]?["containers"] ?? o["spec"]?["template"]?["spec"]?["containers"]) as JsonArray;

    private static JsonObject Only(JsonNode? o, string[] fields) =>
        new((o as JsonObject ?? []).Where(p => fields.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    /// <summary>Learns the names that were made up: they are replaced wherever they are told of.</summary>
    public void Learn(JsonObject o)
    {
        if (o["metadata"].Text("generateName") is { } prefix && o["metadata"].Text("name") is { } name) _names[name] = prefix + "<rand>";
    }

    /// <summary>Without what only the recorder or only the sandbox can know; fields in order.</summary>
    public JsonObject Of(JsonObject trimmed)
    {
        var o = (JsonObject)Sorted(trimmed)!;
        if (o["metadata"] is JsonObject meta)
        {
            meta.Remove("resourceVersion");
            if (meta.Count == 0) o.Remove("metadata");
        }
        if (o.Text("kind") == "Pod") LikeAnyNode(o);
        // How many steps a slice took varies.
        if (o.Text("kind") == "EndpointSlice") ((JsonObject)o["metadata"]!).Remove("generation");
        if (o["status"] is JsonObject { Count: 0 }) o.Remove("status");
        if (o["spec"] is JsonObject { Count: 0 }) o.Remove("spec");
        return o;
    }

    /// <summary>The nodes of the recording were simulated: of what a kubelet writes they had less, and words of their own for it.</summary>
    private static void LikeAnyNode(JsonObject pod)
    {
        if (pod["status"] is not JsonObject status) return;
        if (status["conditions"] is JsonArray conditions)
        {
            status["conditions"] = new JsonArray([.. conditions.OfType<JsonObject>().Where(c => c.Text("type") != "PodReadyToStartContainers").OrderBy(c => c.Text("type"), StringComparer.Ordinal).Select(c => c.DeepClone())]);
            foreach (var condition in status.List("conditions").Where(c => c.Text("type") is "Ready" or "ContainersReady" or "Initialized"))
                foreach (var field in new[] { "reason", "message" }) condition.Remove(field);
        }
        foreach (var container in status.List("containerStatuses"))
            foreach (var field in new[] { "started", "imageID" }) container.Remove(field);
    }

    private JsonNode? Sorted(JsonNode? node, string field = "") => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value, p.Key)))),
        JsonArray list => new JsonArray([.. list.Select(i => Sorted(i, field))]),
        JsonValue v when v.TryGetValue<string>(out var text) => Text(text, field),
        _ => node?.DeepClone(),
    };

    private string Text(string text, string field)
    {
        if (field == "nodeName") return "<node>";
        foreach (var (name, stands) in _names) text = text.Replace(name, stands, StringComparison.Ordinal);
        text = Uids().Replace(text, "<uid>");
        text = Suffixes().Replace(text, "<rand>");
        text = Members().Replace(text, "$1-<rand>");
        text = Times().Replace(text, "<time>");
        text = Addresses().Replace(text, "<ip>");
        text = Nodes().Replace(text, "to <node>");
        text = Provisioners().Replace(text, "<provisioner>");
        text = Classes().Replace(text, "<class>");
        return Hashes().Replace(text, m => $"<hash-{Number(m.Value)}>");
    }

    private int Number(string hash)
    {
        if (!_hashes.TryGetValue(hash, out var number)) _hashes[hash] = number = _hashes.Count + 1;
        return number;
    }

    public static string Write(JsonObject o) => o.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The order of versions: placeholders are numbered in it.</summary>
    public static long Version(JsonObject o) => long.Parse(Digits().Match(o["metadata"].Text("resourceVersion")!).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("<uid-[0-9]+>|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uids();

    [GeneratedRegex("<rand-[0-9]+>")]
    private static partial Regex Suffixes();

    /// <summary>The recorder took the ordinals of the StatefulSet ss for random suffixes.</summary>
    [GeneratedRegex(@"\b(ss)-[0-9]\b")]
    private static partial Regex Members();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")]
    private static partial Regex Times();

    [GeneratedRegex(@"<ip-[0-9]+>|\b[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+\b")]
    private static partial Regex Addresses();

    [GeneratedRegex("to node-[0-9]")]
    private static partial Regex Nodes();

    /// <summary>Volumes of the recording were made by another simulator of nodes.</summary>
    [GeneratedRegex("kwok.x-k8s.io/volume|sandbox/volumes")]
    private static partial Regex Provisioners();

    [GeneratedRegex("kwok-volume|^immediate$")]
    private static partial Regex Classes();

    /// <summary>The alphabet of hashes has no vowels.</summary>
    [GeneratedRegex("(?<![a-z0-9])[bcdfghjklmnpqrstvwxz2456789]{8,10}(?![a-z0-9])")]
    private static partial Regex Hashes();
}
