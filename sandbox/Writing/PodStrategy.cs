using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Writing;

/// <summary>What admission and the registry add to a new Pod: service account, its token volume, tolerations, priority, quality of service.</summary>
internal static class PodStrategy
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static void OnCreate(Cluster cluster, JsonObject pod)
    {
        var spec = (JsonObject)pod["spec"]!;
        ServiceAccount(cluster, pod, spec);
        Default(spec, "priority", 0);
        Default(spec, "preemptionPolicy", "PreemptLowerPriority");
        Tolerate(spec, "node.kubernetes.io/not-ready");
        Tolerate(spec, "node.kubernetes.io/unreachable");
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
    }

    private static void ServiceAccount(Cluster cluster, JsonObject pod, JsonObject spec)
    {
        var ns = (string)pod["metadata"]!["namespace"]!;
        Default(spec, "serviceAccountName", "default");
        var name = (string)spec["serviceAccountName"]!;
        spec["serviceAccount"] = name;
        var kind = cluster.Store.Kinds.Get("v1", "ServiceAccount");
        var account = cluster.Store.Find(kind, ns, name);
        if (account is null && name == "default" && cluster.Options.Controllers) account = cluster.Writer.Create(kind, ns, DefaultAccount(ns), new() { Internal = true }).Stored;
        if (account is null)
            throw KubeException.Forbidden(cluster.Store.Kinds.Get("v1", "Pod"), (string)pod["metadata"]!["name"]!,
                $"error looking up service account {ns}/{name}: serviceaccount \"{name}\" not found");
        if ((bool?)spec["automountServiceAccountToken"] == false || (spec["automountServiceAccountToken"] is null && (bool?)account.Parse()["automountServiceAccountToken"] == false)) return;
        MountToken(spec);
    }

    public static JsonObject DefaultAccount(string ns) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ServiceAccount",
        ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = ns },
    };

    private static void MountToken(JsonObject spec)
    {
        var containers = (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(c => !(c["volumeMounts"] as JsonArray ?? []).Any(m => (string?)m!["mountPath"] == TokenPath)).ToList();
        if (containers.Count == 0) return;
        var name = "kube-api-access-" + Names.Suffix();
        foreach (var container in containers)
        {
            if (container["volumeMounts"] is not JsonArray mounts) container["volumeMounts"] = mounts = [];
            mounts.Add((JsonNode)new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = TokenPath });
        }
        if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
        volumes.Add(JsonNode.Parse($$$"""
            {"name":"{{{name}}}","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
            {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},
            {"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],"defaultMode":420}}
            """));
    }

    private static void Tolerate(JsonObject spec, string key)
    {
        if (spec["tolerations"] is not JsonArray list) spec["tolerations"] = list = [];
        if (list.Any(t => (string?)t!["key"] == key || (t!["key"] is null && (string?)t["operator"] == "Exists"))) return;
        list.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
    }

    private static string QualityOfService(JsonObject spec)
    {
        var containers = (spec["containers"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        static JsonObject? Of(JsonObject c, string what) => c["resources"]?[what] as JsonObject;
        if (containers.All(c => Of(c, "requests") is null or { Count: 0 } && Of(c, "limits") is null or { Count: 0 })) return "BestEffort";
        var guaranteed = containers.All(c => new[] { "cpu", "memory" }.All(r =>
            Of(c, "limits")?[r] is { } limit && (Of(c, "requests")?[r] is not { } request || JsonNode.DeepEquals(limit, request))));
        return guaranteed ? "Guaranteed" : "Burstable";
    }
}
