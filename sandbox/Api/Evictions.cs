using System.Text.Json.Nodes;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Api;

/// <summary>Eviction: a Pod is deleted if its PodDisruptionBudget allows it, and counted there (pkg/registry/core/pod/storage of Kubernetes).</summary>
internal static class Evictions
{
    private const string Refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

    public static async Task HandleAsync(ApiCall call)
    {
        var body = await Bodies.ReadAsync(call.Http.Request, "Eviction");
        if (body["metadata"].Text("name") is { Length: > 0 } name && name != call.Name) throw KubeException.BadRequest("name in URL does not match name in Eviction object");
        var options = body["deleteOptions"];
        var dryRun = options?["dryRun"] is JsonArray { Count: > 0 } || call.Http.Request.Query.ContainsKey("dryRun");
        var request = new DeleteRequest(options.Text("propagationPolicy"), (long?)options?["gracePeriodSeconds"], options?["preconditions"].Text("uid"), options?["preconditions"].Text("resourceVersion"), dryRun);
        lock (call.Cluster.Store.Gate) Evict(call, request);
        await Answers.JsonAsync(call.Http, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
    }

    private static void Evict(ApiCall call, DeleteRequest request)
    {
        var (cluster, pod) = (call.Cluster, call.Cluster.Store.Find(call.Kind, call.Namespace, call.Name) ?? throw KubeException.NotFound(call.Kind, call.Name));
        // What doesn't run yet, or any more, is nothing a budget counts.
        if (!pod.IsFinished && !pod.Deleting && pod.Phase != "Pending") Take(cluster, pod, request.DryRun);
        if (!request.DryRun && !pod.Deleting && cluster.Minor >= 26)
            cluster.Writer.Change(call.Kind, pod.Namespace, pod.Name, o =>
            {
                o.SetCondition("DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting", cluster.Now());
                return o;
            }, new WriteOptions { Internal = true, Subresource = "status" });
        cluster.Deletion.Delete(call.Kind, pod.Namespace, pod.Name, request);
    }

    private static void Take(Cluster cluster, StoredObject pod, bool dryRun)
    {
        var kind = cluster.Store.Kinds.All.First(k => k is { Group: "policy", Name: "PodDisruptionBudget" });
        var budgets = cluster.Store.Of(kind).In(pod.Namespace).Where(b => b.Parse().Spec()["selector"] is JsonObject s && Selector.FromLabelSelector(s).Matches(pod.Labels)).ToList();
        if (budgets.Count == 0) return;
        if (budgets.Count > 1) throw KubeException.Internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        var (budget, o) = (budgets[0], budgets[0].Parse());
        if (!pod.Parse().IsTrue("Ready") && Ignores(o)) return;
        var status = o["status"];
        if (status.Int("observedGeneration") < budget.Generation) throw Refused($"The disruption budget {budget.Name} is still being processed by the server.", 10);
        if (status.Int("disruptionsAllowed") <= 0)
            throw Refused($"The disruption budget {budget.Name} needs {status.Int("desiredHealthy")} healthy pods and has {status.Int("currentHealthy")} currently", null);
        if (dryRun) return;
        cluster.Writer.Change(kind, budget.Namespace, budget.Name, b =>
        {
            b.Status()["disruptionsAllowed"] = b.Status().Int("disruptionsAllowed") - 1;
            Kinds.Defaults.Under(b.Status(), "disruptedPods")[pod.Name] = cluster.Now();
            return b;
        }, new WriteOptions { Internal = true, Subresource = "status" });
    }

    /// <summary>Pods that aren't ready may go: always, or while enough others are.</summary>
    private static bool Ignores(JsonObject budget) =>
        budget.Spec().Text("unhealthyPodEvictionPolicy") == "AlwaysAllow" || budget["status"].Int("desiredHealthy") is > 0 and var desired && budget["status"].Int("currentHealthy") >= desired;

    private static KubeException Refused(string why, int? retrySeconds)
    {
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = why }) };
        if (retrySeconds is { } seconds) details["retryAfterSeconds"] = seconds;
        return new(429, "TooManyRequests", Refusal, details);
    }
}
