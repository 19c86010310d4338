using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Keeps as many Pods as a ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(ControllerSet set) : WorkloadController(set, "apps/v1", "ReplicaSet")
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>What of a Pod isn't counted (its node, its address, how its containers come along) is no reason to look.</summary>
    public override void Follow(Change change)
    {
        if (change is { Old: { } old, New: { Kind: { Group: "", Name: "Pod" }, Deleting: false } now } && old.IsReady == now.IsReady && old.Phase == now.Phase
            && Selector.Same(old.Labels, now.Labels) && old.Owners.SequenceEqual(now.Owners)) return;
        base.Follow(change);
    }

    protected override void Reconcile(StoredObject owner, JsonObject o)
    {
        var pods = Claim(owner, o, "Pod").Where(p => !p.IsFinished).Select(p => (Stored: p, Json: p.Parse())).ToList();
        var terminating = pods.RemoveAll(p => p.Stored.Deleting);
        KubeException? refused = null;
        if (!owner.Deleting) refused = Scale(owner, o, pods, o.Spec().Int("replicas", 1));
        WriteStatus(owner, pods, terminating, refused);
        if (refused is not null) Enqueue(owner.Namespace, owner.Name, Again);
    }

    private KubeException? Scale(StoredObject owner, JsonObject o, List<(StoredObject Stored, JsonObject Json)> pods, int wanted)
    {
        while (pods.Count < wanted)
        {
            if (TryCreate("v1", "Pod", owner.Namespace, PodTemplates.Pod(owner, o.Spec()["template"]!), out var refused) is not { } made)
            {
                Events.Warning(owner, "FailedCreate", $"Error creating: {refused!.Message}", Component);
                return refused;
            }
            Events.Normal(owner, "SuccessfulCreate", $"Created pod: {made.Name}", Component);
            pods.Add((made, made.Parse()));
        }
        foreach (var victim in pods.OrderBy(p => Worth(p.Stored, p.Json)).Take(pods.Count - wanted).ToList())
        {
            pods.Remove(victim);
            Delete(victim.Stored);
            Events.Normal(owner, "SuccessfulDelete", $"Deleted pod: {victim.Stored.Name}", Component);
        }
        return null;
    }

    /// <summary>The order in which Pods go: unscheduled, pending, not ready, by their deletion cost, then the youngest.</summary>
    private static (bool, bool, bool, int, long) Worth(StoredObject stored, JsonObject pod) =>
        (stored.NodeName is not null, stored.Phase != "Pending", pod.IsTrue("Ready"),
            int.TryParse(pod.Annotation("controller.kubernetes.io/pod-deletion-cost"), out var cost) ? cost : 0, -stored.ResourceVersion);

    private void WriteStatus(StoredObject owner, List<(StoredObject Stored, JsonObject Json)> pods, int terminating, KubeException? refused)
    {
        if (Live(owner) is not { } live) return;
        var (minReadySeconds, ready, available) = (0, 0, 0);
        Change(live, o =>
        {
            minReadySeconds = o.Spec().Int("minReadySeconds");
            var template = Selector.FromMap(o.Spec()["template"]?["metadata"]?["labels"] as JsonObject ?? []);
            ready = pods.Count(p => p.Json.IsTrue("Ready"));
            available = pods.Count(p => IsAvailable(p.Json, minReadySeconds));
            var status = o.Status();
            status["replicas"] = pods.Count;
            status.Count("fullyLabeledReplicas", pods.Count(p => template.Matches(p.Stored.Labels)));
            status.Count("readyReplicas", ready);
            status.Count("availableReplicas", available);
            status["terminatingReplicas"] = terminating;
            status["observedGeneration"] = live.Generation;
            if (refused is not null) o.SetCondition("ReplicaFailure", "True", "FailedCreate", refused.Message, Now);
            else o.RemoveCondition("ReplicaFailure");
        });
        if (available < ready) Enqueue(owner.Namespace, owner.Name, TimeSpan.FromSeconds(minReadySeconds));
    }
}
