using System.Text.Json.Nodes;

namespace Platform.Health;

/// <summary>
/// Decides the health of live Kubernetes objects (health.md, after Argo CD's rules). Pure: what it says follows from the object alone.
/// </summary>
public static class HealthRules
{
    private static readonly Dictionary<(string Group, string Kind), Func<LiveObject, HealthReport>> Rules = new()
    {
        [("apps", "Deployment")] = DeploymentRule.Of,
        [("apps", "ReplicaSet")] = ReplicaSetRule.Of,
        [("apps", "StatefulSet")] = StatefulSetRule.Of,
        [("apps", "DaemonSet")] = DaemonSetRule.Of,
        [("batch", "Job")] = JobRule.Of,
        [("batch", "CronJob")] = CronJobRule.Of,
        [("", "Pod")] = PodRule.Of,
        [("", "Service")] = ServiceRule.Of,
        [("", "PersistentVolumeClaim")] = PersistentVolumeClaimRule.Of,
        [("networking.k8s.io", "Ingress")] = IngressRule.Of,
        [("extensions", "Ingress")] = IngressRule.Of,
        [("autoscaling", "HorizontalPodAutoscaler")] = HorizontalPodAutoscalerRule.Of,
        [("apiregistration.k8s.io", "APIService")] = ApiServiceRule.Of,
        [("apiextensions.k8s.io", "CustomResourceDefinition")] = CustomResourceDefinitionRule.Of,
        [("policy", "PodDisruptionBudget")] = PodDisruptionBudgetRule.Of,
    };

    /// <summary>The health of a live object as the API server gave it.</summary>
    public static HealthReport Of(JsonNode? live)
    {
        if (live is not JsonObject json)
            return HealthReport.Unknown("Not an object");
        var item = new LiveObject(json);
        if (item.Text("metadata.deletionTimestamp") is not null)
            return HealthReport.Progressing("Pending deletion");
        if (Rules.TryGetValue((item.Group, item.Kind), out var rule))
            return rule(item);
        return BuiltInGroups.Contain(item.Group) ? HealthReport.None : CustomResourceRule.Of(item);
    }

    /// <summary>Whether a kind has a rule of its own (or, for custom resources, follows the common convention).</summary>
    public static bool Covers(string apiVersion, string kind)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return Rules.ContainsKey((group, kind)) || !BuiltInGroups.Contain(group);
    }
}
