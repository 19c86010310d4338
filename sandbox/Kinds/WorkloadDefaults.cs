using System.Text.Json.Nodes;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Kinds;

/// <summary>Defaults of Deployments, StatefulSets, DaemonSets, Jobs and CronJobs.</summary>
internal static class WorkloadDefaults
{
    public static void Deployment(JsonObject spec)
    {
        Default(spec, "replicas", 1);
        PodDefaults.Template(spec);
        var strategy = Under(spec, "strategy");
        Default(strategy, "type", "RollingUpdate");
        if ((string?)strategy["type"] == "RollingUpdate")
        {
            var rolling = Under(strategy, "rollingUpdate");
            Default(rolling, "maxUnavailable", "25%");
            Default(rolling, "maxSurge", "25%");
        }
        Default(spec, "revisionHistoryLimit", 10);
        Default(spec, "progressDeadlineSeconds", 600);
    }

    public static void StatefulSet(JsonObject spec)
    {
        Default(spec, "podManagementPolicy", "OrderedReady");
        var strategy = Under(spec, "updateStrategy");
        Default(strategy, "type", "RollingUpdate");
        if ((string?)strategy["type"] == "RollingUpdate") Default(Under(strategy, "rollingUpdate"), "partition", 0);
        var retention = Under(spec, "persistentVolumeClaimRetentionPolicy");
        Default(retention, "whenDeleted", "Retain");
        Default(retention, "whenScaled", "Retain");
        Default(spec, "replicas", 1);
        Default(spec, "revisionHistoryLimit", 10);
        PodDefaults.Template(spec);
        foreach (var claim in (spec["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Default(claim, "kind", "PersistentVolumeClaim");
            Default(claim, "apiVersion", "v1");
            if (claim["spec"] is JsonObject s) Default(s, "volumeMode", "Filesystem");
            Default(Under(claim, "status"), "phase", "Pending");
        }
    }

    public static void DaemonSet(JsonObject spec)
    {
        PodDefaults.Template(spec);
        var strategy = Under(spec, "updateStrategy");
        Default(strategy, "type", "RollingUpdate");
        if ((string?)strategy["type"] == "RollingUpdate")
        {
            Default(Under(strategy, "rollingUpdate"), "maxUnavailable", 1);
            Default(Under(strategy, "rollingUpdate"), "maxSurge", 0);
        }
        Default(spec, "revisionHistoryLimit", 10);
    }

    public static void Job(JsonObject spec)
    {
        if (!spec.ContainsKey("completions") && !spec.ContainsKey("parallelism")) spec["completions"] = 1;
        Default(spec, "parallelism", 1);
        Default(spec, "backoffLimit", spec.ContainsKey("backoffLimitPerIndex") ? int.MaxValue : 6);
        Default(spec, "completionMode", "NonIndexed");
        Default(spec, "suspend", false);
        Default(spec, "manualSelector", false);
        Default(spec, "podReplacementPolicy", spec.ContainsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        PodDefaults.Template(spec);
    }

    public static void CronJob(JsonObject spec)
    {
        Default(spec, "concurrencyPolicy", "Allow");
        Default(spec, "suspend", false);
        Default(spec, "successfulJobsHistoryLimit", 3);
        Default(spec, "failedJobsHistoryLimit", 1);
        if (spec["jobTemplate"]?["spec"] is JsonObject job) PodDefaults.Template(job);
    }
}
