using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>How many Pods of a PodDisruptionBudget may be evicted at the moment.</summary>
internal sealed class DisruptionController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "policy", Name: "PodDisruptionBudget" }) Enqueue(change.Last.Namespace, change.Last.Name);
        else if (change.Last.Kind is { Group: "", Name: "Pod" } && Store.Of(KindOf("policy/v1", "PodDisruptionBudget")).Count > 0) EnqueueAll("policy/v1", "PodDisruptionBudget", change.Last.Namespace);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("policy/v1", "PodDisruptionBudget", ns, name) is not { } budget) return;
        var o = budget.Parse();
        var selector = o.Spec()["selector"] as JsonObject;
        var pods = selector is null ? [] : Store.Of(KindOf("v1", "Pod")).In(ns).Where(p => !p.IsFinished && !p.Deleting && Selector.FromLabelSelector(selector).Matches(p.Labels)).ToList();
        var healthy = pods.Count(p => p.Parse().IsTrue("Ready"));
        // A number of Pods is one of those there are; shares are of what their workloads want.
        var expected = o.Spec()["minAvailable"] is JsonValue least && least.GetValueKind() == System.Text.Json.JsonValueKind.Number ? pods.Count : Expected(pods);
        var needed = o.Spec()["maxUnavailable"] is { } most ? expected - Json.Share(most, expected, up: true, "0")
            : o.Spec()["minAvailable"] is { } share ? Json.Share(share, expected, up: true, "1") : expected;
        needed = Math.Max(0, needed);
        var allowed = expected > 0 ? Math.Max(0, healthy - needed) : 0;
        Change(budget, b =>
        {
            var status = b.Status();
            // Evicted Pods are counted as gone; here they are going as soon as they are evicted.
            status.Remove("disruptedPods");
            (status["currentHealthy"], status["desiredHealthy"], status["disruptionsAllowed"], status["expectedPods"]) = (healthy, needed, allowed, expected);
            status["observedGeneration"] = budget.Generation;
            b.SetCondition("DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", Now);
            b.Condition("DisruptionAllowed")!["observedGeneration"] = budget.Generation;
        });
    }

    /// <summary>What the workloads of the Pods want; a Pod of no workload counts as itself.</summary>
    private int Expected(List<StoredObject> pods)
    {
        var owners = pods.Select(p => p.Owners.FirstOrDefault(o => o.Controls).Uid).Where(u => u is not null).ToHashSet();
        return pods.Count(p => !p.IsControlled) + owners.Sum(u => Store.FindByUid(u!) is { } owner ? Wanted(owner) : 0);
    }

    private static int Wanted(StoredObject owner) =>
        owner.Kind.Name is "ReplicaSet" or "StatefulSet" or "ReplicationController" ? owner.Parse().Spec().Int("replicas", 1) : owner.Parse()["status"].Int("desiredNumberScheduled", 1);
}
