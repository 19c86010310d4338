using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Writing;

/// <summary>What the API server itself writes into an object when it is made or changed (the strategies of pkg/registry in Kubernetes).</summary>
internal static class Strategy
{
    private static readonly HashSet<string> WithGeneration = new(StringComparer.Ordinal)
    {
        "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "Ingress", "IngressClass", "NetworkPolicy", "PodDisruptionBudget", "Pod",
        "CustomResourceDefinition", "FlowSchema", "PriorityLevelConfiguration", "ReplicationController", "ValidatingWebhookConfiguration",
        "MutatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    };

    public static bool HasGeneration(Kind kind) => kind.Custom is not null || WithGeneration.Contains(kind.Name);

    public static bool HasStatus(Kind kind) => kind.Has("status");

    public static void OnCreate(Cluster cluster, Kind kind, JsonObject o)
    {
        if (HasStatus(kind)) o.Remove("status");
        switch (kind.Group, kind.Name)
        {
            case ("", "Namespace"):
                o["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
                o["status"] = new JsonObject { ["phase"] = "Active" };
                break;
            case ("", "Pod"): PodStrategy.OnCreate(cluster, o); break;
            case ("", "Service"):
                ServiceStrategy.Allocate(cluster, (JsonObject)o["spec"]!, null);
                o["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
                break;
            case ("", "PersistentVolumeClaim"):
                ClaimStrategy.OnCreate(cluster, o);
                AddFinalizer(o, "kubernetes.io/pvc-protection");
                o["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
            case ("", "PersistentVolume"):
                AddFinalizer(o, "kubernetes.io/pv-protection");
                o["status"] = new JsonObject { ["phase"] = "Pending", ["lastPhaseTransitionTime"] = cluster.Now() };
                break;
            case ("batch", "Job"): JobStrategy.OnCreate(o); break;
            case ("networking.k8s.io", "Ingress"): o["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() }; break;
            case ("autoscaling", _): o["status"] = new JsonObject { ["desiredReplicas"] = 0, ["currentMetrics"] = null }; break;
            case ("policy", "PodDisruptionBudget"):
                o["status"] = new JsonObject { ["currentHealthy"] = 0, ["desiredHealthy"] = 0, ["disruptionsAllowed"] = 0, ["expectedPods"] = 0 };
                break;
            case ("apiextensions.k8s.io", _): CustomResourceDefinitions.OnCreate(o); break;
            case ("apps", "StatefulSet"): o["status"] = new JsonObject { ["replicas"] = 0, ["availableReplicas"] = 0 }; break;
            case ("apps", "ReplicaSet"): o["status"] = new JsonObject { ["replicas"] = 0 }; break;
            case ("apps", "DaemonSet"):
                o["status"] = new JsonObject { ["currentNumberScheduled"] = 0, ["numberMisscheduled"] = 0, ["desiredNumberScheduled"] = 0, ["numberReady"] = 0 };
                break;
            case ("discovery.k8s.io", "EndpointSlice"):
                Default(o, "endpoints", null);
                Default(o, "ports", null);
                break;
            case ("", "Event"):
                foreach (var time in new[] { "firstTimestamp", "lastTimestamp", "eventTime" }) Default(o, time, null);
                Default(o, "reportingComponent", "");
                Default(o, "reportingInstance", "");
                break;
            default:
                if (HasStatus(kind) && kind.Custom is null) o["status"] = new JsonObject();
                break;
        }
    }

    public static void OnUpdate(Cluster cluster, Kind kind, JsonObject live, JsonObject next, string subresource)
    {
        if (kind.Is("", "Service") && subresource.Length == 0) ServiceStrategy.Allocate(cluster, (JsonObject)next["spec"]!, (JsonObject)live["spec"]!);
        if (kind.Is("", "Namespace") && subresource.Length == 0) next["spec"] = live["spec"]?.DeepClone();
        if (kind.Is("batch", "Job") && subresource.Length == 0) JobStrategy.OnUpdate(live, next);
    }

    /// <summary>Everything but metadata and status is the same.</summary>
    public static bool SameSpec(JsonObject a, JsonObject b, bool ignoreStatus)
    {
        bool Counts(string name) => name is not "metadata" and not "apiVersion" and not "kind" && (name != "status" || !ignoreStatus);
        return a.Where(p => Counts(p.Key)).All(p => JsonNode.DeepEquals(p.Value, b[p.Key])) && b.Where(p => Counts(p.Key)).All(p => a.ContainsKey(p.Key));
    }

    private static void AddFinalizer(JsonObject o, string finalizer)
    {
        var meta = (JsonObject)o["metadata"]!;
        var list = meta["finalizers"] as JsonArray;
        if (list is null) meta["finalizers"] = list = [];
        if (!list.Any(f => (string?)f == finalizer)) list.Add(finalizer);
    }
}
