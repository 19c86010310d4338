using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>The defaults the API server writes into new and changed objects (pkg/apis/*/v1/defaults.go of Kubernetes).</summary>
internal static class Defaults
{
    public static void Set(Kind kind, JsonObject o)
    {
        var spec = o["spec"] as JsonObject;
        switch (kind.Group, kind.Name)
        {
            case ("", "Namespace"): Namespace(o); break;
            case ("", "Pod"): PodDefaults.Pod(o, spec!); break;
            case ("", "Service"): ServiceDefaults.Set(spec!); break;
            case ("", "Secret"): Secret(o); break;
            case ("", "PersistentVolumeClaim"): Default(spec!, "volumeMode", "Filesystem"); Default(Under(o, "status"), "phase", "Pending"); break;
            case ("", "PersistentVolume"): Volume(o, spec!); break;
            case ("apps", "Deployment"): WorkloadDefaults.Deployment(spec!); break;
            case ("apps", "StatefulSet"): WorkloadDefaults.StatefulSet(spec!); break;
            case ("apps", "DaemonSet"): Default(Under(Under(o, "metadata"), "annotations"), "deprecated.daemonset.template.generation", "1"); WorkloadDefaults.DaemonSet(spec!); break;
            case ("apps", "ReplicaSet"): Default(spec!, "replicas", 1); PodDefaults.Template(spec!); break;
            case ("batch", "Job"): WorkloadDefaults.Job(spec!); break;
            case ("batch", "CronJob"): WorkloadDefaults.CronJob(spec!); break;
            case ("autoscaling", _): Default(spec!, "minReplicas", 1); break;
            case ("networking.k8s.io", "NetworkPolicy"): NetworkPolicy(spec!); break;
            case ("", "LimitRange"): Writing.LimitRanges.SetDefaults(spec!); break;
            case ("rbac.authorization.k8s.io", "RoleBinding" or "ClusterRoleBinding"): Binding(o); break;
            case ("storage.k8s.io", "StorageClass"): Default(o, "reclaimPolicy", "Delete"); Default(o, "volumeBindingMode", "Immediate"); break;
            case ("apiextensions.k8s.io", _): CustomResourceDefinitions.SetDefaults(spec!); break;
        }
    }

    public static void Default(JsonObject o, string field, JsonNode? value)
    {
        if (!o.ContainsKey(field)) o[field] = value;
    }

    public static JsonObject Under(JsonObject o, string field)
    {
        if (o[field] is JsonObject found) return found;
        var made = new JsonObject();
        o[field] = made;
        return made;
    }

    private static void Namespace(JsonObject o) =>
        Under(Under(o, "metadata"), "labels")["kubernetes.io/metadata.name"] = (string?)o["metadata"]!["name"] ?? "";

    private static void Secret(JsonObject o)
    {
        if (o["stringData"] is JsonObject text)
        {
            var data = Under(o, "data");
            foreach (var (key, value) in text) data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes((string?)value ?? ""));
            o.Remove("stringData");
        }
        Default(o, "type", "Opaque");
    }

    private static void Volume(JsonObject o, JsonObject spec)
    {
        Default(spec, "persistentVolumeReclaimPolicy", "Retain");
        Default(spec, "volumeMode", "Filesystem");
        if (spec["hostPath"] is JsonObject path) Default(path, "type", "");
        Default(Under(o, "status"), "phase", "Pending");
    }

    private static void NetworkPolicy(JsonObject spec)
    {
        if (!spec.ContainsKey("policyTypes"))
            spec["policyTypes"] = spec.ContainsKey("egress") ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        foreach (var rule in (spec["ingress"] as JsonArray ?? []).Concat(spec["egress"] as JsonArray ?? []))
            foreach (var port in (rule?["ports"] as JsonArray ?? []).OfType<JsonObject>()) Default(port, "protocol", "TCP");
    }

    private static void Binding(JsonObject o)
    {
        if (o["roleRef"] is JsonObject role) Default(role, "apiGroup", "rbac.authorization.k8s.io");
        foreach (var subject in (o["subjects"] as JsonArray ?? []).OfType<JsonObject>())
            if ((string?)subject["kind"] is "User" or "Group") Default(subject, "apiGroup", "rbac.authorization.k8s.io");
    }
}
