using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>Whether a Pod may be on a node, by what it asks of nodes and by what the node refuses.</summary>
internal static class NodeFit
{
    /// <summary>Why not, worded as the scheduler words it after a number of nodes; null where it may.</summary>
    public static string? Refusal(JsonObject pod, JsonObject node, IReadOnlyDictionary<string, string> labels)
    {
        if (node.Spec().Flag("unschedulable") && !Tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule")) return "node(s) were unschedulable";
        if (!Selected(pod, node, labels)) return "node(s) didn't match Pod's node affinity/selector";
        foreach (var taint in node.Spec().List("taints").Where(t => t.Text("effect") is "NoSchedule" or "NoExecute"))
            if (!Tolerates(pod, taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect")!)) return "node(s) had untolerated taint(s)";
        return null;
    }

    private static bool Selected(JsonObject pod, JsonObject node, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, value) in pod.Spec()["nodeSelector"] as JsonObject ?? [])
            if (labels.GetValueOrDefault(key) != (string?)value) return false;
        var terms = pod.Spec()["affinity"]?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"].List("nodeSelectorTerms").ToList();
        return terms is null or { Count: 0 } || terms.Any(t => t.List("matchExpressions").All(e => Holds(e, labels)) && t.List("matchFields").All(e => e["values"] is JsonArray names && names.Any(n => (string?)n == node.Meta().Text("name"))));
    }

    private static bool Holds(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(expression.Text("key") ?? "", out var value);
        var listed = has && (expression["values"] as JsonArray ?? []).Any(v => (string?)v == value);
        return expression.Text("operator") switch
        {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => true,
        };
    }

    private static bool Tolerates(JsonObject pod, string key, string value, string effect) => pod.Spec().List("tolerations").Any(t =>
        (t.Text("effect") is null or "" || t.Text("effect") == effect)
        && (t.Text("key") is null or "" ? t.Text("operator") == "Exists" : t.Text("key") == key && (t.Text("operator") == "Exists" || (t.Text("value") ?? "") == value)));
}
