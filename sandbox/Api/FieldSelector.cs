using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>A field selector: equality of the few fields a kind allows.</summary>
internal sealed class FieldSelector(IReadOnlyList<(string Field, string Value, bool Equal)> terms)
{
    public static readonly FieldSelector Everything = new([]);

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Pod"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
        ["Event"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        ["Secret"] = ["type"],
        ["Namespace"] = ["status.phase"],
        ["ReplicaSet"] = ["status.replicas"],
        ["Job"] = ["status.successful"],
        ["Node"] = ["spec.unschedulable"],
        ["Service"] = ["spec.clusterIP", "spec.type"],
    };

    public bool IsEmpty => terms.Count == 0;

    public bool Matches(StoredObject o)
    {
        JsonObject? parsed = null;
        foreach (var (field, value, equal) in terms)
        {
            var actual = field switch
            {
                "metadata.name" => o.Name,
                "metadata.namespace" => o.Namespace,
                _ => Text(parsed ??= o.Parse(), field),
            };
            if ((actual == value) != equal) return false;
        }
        return true;
    }

    public FieldSelector AndName(string name) => new([.. terms, ("metadata.name", name, true)]);

    public static FieldSelector Parse(Kind kind, string? text)
    {
        if (string.IsNullOrEmpty(text)) return Everything;
        var terms = new List<(string, string, bool)>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var unequal = part.Split("!=");
            var equal = part.Split("==") is { Length: 2 } twice ? twice : part.Split('=', 2);
            var (field, value, isEqual) = unequal.Length == 2 ? (unequal[0], unequal[1], false)
                : equal.Length == 2 ? (equal[0], equal[1], true)
                : throw KubeException.BadRequest($"invalid selector: '{text}'; can't understand '{part}'");
            Check(kind, field);
            terms.Add((field, value, isEqual));
        }
        return new FieldSelector(terms);
    }

    private static void Check(Kind kind, string field)
    {
        if (field == "metadata.name" || (field == "metadata.namespace" && (kind.Namespaced || kind.Custom is null))) return;
        if (kind.Custom?.Selectable.Contains(field) == true) return;
        if (kind.Custom is null && Allowed.TryGetValue(kind.Name, out var allowed) && allowed.Contains(field)) return;
        throw KubeException.BadRequest(kind.Custom is not null || Allowed.ContainsKey(kind.Name)
            ? $"field label not supported: {field}"
            : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    private static string Text(JsonObject o, string field)
    {
        JsonNode? node = o;
        foreach (var part in field.Split('.')) node = (node as JsonObject)?[part];
        return node switch { null => "", JsonValue v when v.TryGetValue<string>(out var text) => text, _ => node.ToJsonString() };
    }
}
