using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Scales the target of a HorizontalPodAutoscaler between its bounds. There is no load in a sandbox: each metric is at its target, unless
/// the annotation `sandbox/load-percent` of the autoscaler says how much of it there is. Without metrics (an option of the cluster) it says
/// what a cluster without a metrics server says.
/// </summary>
internal sealed class AutoscalerController(ControllerSet set) : Controller(set)
{
    private const string Component = "horizontal-pod-autoscaler";
    private const string NoMetrics = "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)";

    public override void Follow(Change change)
    {
        var kind = change.Last.Kind;
        if (kind is { Group: "autoscaling", Name: "HorizontalPodAutoscaler" }) Enqueue(change.Last.Namespace, change.Last.Name);
        else if (kind is { Group: "apps", Name: "Deployment" or "StatefulSet" or "ReplicaSet" } && Store.Of(KindOf("autoscaling/v2", "HorizontalPodAutoscaler")).Count > 0)
            EnqueueAll("autoscaling/v2", "HorizontalPodAutoscaler", change.Last.Namespace);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("autoscaling/v2", "HorizontalPodAutoscaler", ns, name) is not { Deleting: false } scaler) return;
        var o = scaler.Parse();
        var reference = o.Spec()["scaleTargetRef"];
        var kind = Store.Kinds.FindByName(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "");
        if (kind is null || Store.Find(kind, ns, reference.Text("name") ?? "") is not { } target)
        {
            var why = $"the HPA controller was unable to get the target's current scale: {kind?.Plural ?? reference.Text("kind")}.{kind?.Group} \"{reference.Text("name")}\" not found";
            Events.Warning(scaler, "FailedGetScale", $"{kind?.Plural}.{kind?.Group} \"{reference.Text("name")}\" not found", Component);
            Change(scaler, h => h.SetCondition("AbleToScale", "False", "FailedGetScale", why, Now));
            return;
        }
        var json = target.Parse();
        var (current, spec) = (json["status"].Int("replicas"), json.Spec().Int("replicas", 1));
        if (!Cluster.Behaviour.HasMetrics) WithoutMetrics(scaler, current);
        else if (spec == 0) Change(scaler, h => h.SetCondition("ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero", Now));
        else Scale(scaler, o, target, spec, current);
    }

    private void WithoutMetrics(StoredObject scaler, int current)
    {
        Change(scaler, h =>
        {
            h.Status().Count("currentReplicas", current);
            h.Status()["desiredReplicas"] = 0;
            h.Status()["currentMetrics"] = new JsonArray(new JsonObject { ["type"] = "" });
            h.SetCondition("AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale", Now);
            h.SetCondition("ScalingActive", "False", "FailedGetResourceMetric", $"the HPA was unable to compute the replica count: {NoMetrics}", Now);
        });
        if (scaler.Parse().Condition("ScalingActive") is not null) return;
        Events.Warning(scaler, "FailedGetResourceMetric", NoMetrics, Component);
        Events.Warning(scaler, "FailedComputeMetricsReplicas", $"invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: {NoMetrics}", Component);
    }

    private void Scale(StoredObject scaler, JsonObject o, StoredObject target, int spec, int current)
    {
        var (least, most) = (o.Spec().Int("minReplicas", 1), o.Spec().Int("maxReplicas", 1));
        var load = int.TryParse(o.Annotation("sandbox/load-percent"), out var percent) ? Math.Clamp(percent, 0, 10_000) : 100;
        // Within a tenth of the target nothing is done, as in Kubernetes.
        var wanted = load is >= 90 and <= 110 ? spec : (int)Math.Ceiling(spec * load / 100.0);
        var desired = Math.Clamp(wanted, least, most);
        if (desired != spec)
        {
            Change(target, t => t.Spec()["replicas"] = desired);
            Events.Normal(scaler, "SuccessfulRescale", $"New size: {desired}; reason: {(load > 110 ? "cpu resource utilization (percentage of request) above target" : desired < spec ? "All metrics below target" : "Current number of replicas below Spec.MinReplicas")}", Component);
            // The load is shared by those who are there now.
            if (load is < 90 or > 110) Change(scaler, h => h.Annotate("sandbox/load-percent", $"{Math.Max(1, load * spec / Math.Max(1, desired))}"));
        }
        Change(Live(scaler)!, h =>
        {
            var status = h.Status();
            status["currentReplicas"] = current;
            status["desiredReplicas"] = desired;
            if (desired != spec) status["lastScaleTime"] = Now;
            status["currentMetrics"] = new JsonArray([.. o.Spec().List("metrics").Select(m => Metric(m, load))]);
            h.SetCondition("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size", Now);
            h.SetCondition("ScalingActive", "True", "ValidMetricFound", "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)", Now);
            if (wanted > most) h.SetCondition("ScalingLimited", "True", "TooManyReplicas", "the desired replica count is more than the maximum replica count", Now);
            else if (wanted < least) h.SetCondition("ScalingLimited", "True", "TooFewReplicas", "the desired replica count is less than the minimum replica count", Now);
            else h.SetCondition("ScalingLimited", "False", "DesiredWithinRange", "the desired count is within the acceptable range", Now);
        });
    }

    private static JsonObject Metric(JsonObject metric, int load)
    {
        if (metric.Text("type") != "Resource" || metric["resource"] is not JsonObject resource) return new JsonObject { ["type"] = metric.Text("type") ?? "" };
        var target = resource["target"].Int("averageUtilization", 80);
        var current = new JsonObject { ["averageUtilization"] = target * load / 100, ["averageValue"] = $"{target * load / 100}m" };
        return new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = resource.Text("name"), ["current"] = current } };
    }
}
