using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Pods with names and claims of their own, one after the other (or all at once with podManagementPolicy Parallel); updates go from the last
/// ordinal down to the partition, each waiting for the one before (pkg/controller/statefulset of Kubernetes).
/// </summary>
internal sealed class StatefulSetController(ControllerSet set) : RevisionedController(set, "StatefulSet")
{
    private sealed record Member(int Ordinal, StoredObject Stored, JsonObject Json)
    {
        public string? Revision => Json.Label(ControllerRevisions.Label);
        public bool IsReady => !Stored.Deleting && Stored.Phase == "Running" && Json.IsTrue("Ready");
    }

    protected override void Reconcile(StoredObject owner, JsonObject o)
    {
        if (owner.Deleting) return;
        var update = CurrentRevision(owner, o);
        var current = o["status"].Text("currentRevision") is { } name && Find("apps/v1", "ControllerRevision", owner.Namespace, name) is { } known ? known : update;
        var pods = Members(owner, o);
        Step(owner, o, pods, current, update);
        WriteStatus(owner, Members(owner, o), current.Name, update.Name);
    }

    private List<Member> Members(StoredObject owner, JsonObject o)
    {
        var members = new List<Member>();
        foreach (var pod in Claim(owner, o, "Pod"))
            if (pod.Name.StartsWith(owner.Name + "-", StringComparison.Ordinal) && int.TryParse(pod.Name.AsSpan(owner.Name.Length + 1), out var ordinal)) members.Add(new(ordinal, pod, pod.Parse()));
        return [.. members.OrderBy(m => m.Ordinal)];
    }

    /// <summary>Does what may be done now; the changes it makes bring it here again.</summary>
    private void Step(StoredObject owner, JsonObject o, List<Member> pods, StoredObject current, StoredObject update)
    {
        var oneByOne = o.Spec().Text("podManagementPolicy") != "Parallel";
        var (start, wanted) = (o.Spec()["ordinals"].Int("start"), o.Spec().Int("replicas", 1));
        for (var ordinal = start; ordinal < start + wanted; ordinal++)
        {
            var pod = pods.FirstOrDefault(p => p.Ordinal == ordinal);
            if (pod is { Stored.IsFinished: true, Stored.Deleting: false }) Delete(pod.Stored, grace: 0);
            else if (pod is null) Make(owner, o, ordinal, ordinal < start + Partition(o) ? current : update);
            if (oneByOne && pod is not { IsReady: true }) return;
        }
        var condemned = pods.Where(p => p.Ordinal < start || p.Ordinal >= start + wanted).OrderByDescending(p => p.Ordinal).ToList();
        foreach (var pod in condemned)
        {
            if (!pod.Stored.Deleting) Remove(owner, pod);
            if (oneByOne) return;
        }
        if (o.Spec()["updateStrategy"].Text("type") == "OnDelete") return;
        var busy = 0;
        foreach (var pod in pods.Where(p => p.Ordinal >= start + Partition(o) && p.Ordinal < start + wanted).OrderByDescending(p => p.Ordinal))
        {
            var isOld = pod.Revision != update.Name && !pod.Stored.Deleting;
            if (isOld) Remove(owner, pod);
            if ((isOld || !pod.IsReady) && ++busy >= AtOnce(o, wanted)) return;
        }
    }

    /// <summary>So many Pods are replaced at a time; one, unless the cluster knows maxUnavailable.</summary>
    private int AtOnce(JsonObject o, int wanted) =>
        Cluster.Minor < 35 ? 1 : Math.Max(1, Json.Share(o.Spec()["updateStrategy"]?["rollingUpdate"]?["maxUnavailable"], wanted, up: true, "1"));

    private static int Partition(JsonObject o) => o.Spec()["updateStrategy"]?["rollingUpdate"].Int("partition") ?? 0;

    private void Remove(StoredObject owner, Member pod)
    {
        Delete(pod.Stored);
        Events.Normal(owner, "SuccessfulDelete", $"Delete Pod {pod.Stored.Name} in StatefulSet {owner.Name} successful", Component);
    }

    private void Make(StoredObject owner, JsonObject o, int ordinal, StoredObject revision)
    {
        var template = ControllerRevisions.Template(revision) ?? o.Spec()["template"]!;
        var pod = StatefulPods.Make(owner, o, template, ordinal, revision.Name);
        foreach (var (name, claim) in StatefulPods.Claims(owner, o, ordinal))
        {
            if (Find("v1", "PersistentVolumeClaim", owner.Namespace, name) is not null) continue;
            if (TryCreate("v1", "PersistentVolumeClaim", owner.Namespace, claim) is not null)
                Events.Normal(owner, "SuccessfulCreate", $"Create Claim {name} Pod {owner.Name}-{ordinal} in StatefulSet {owner.Name} success", Component);
        }
        if (TryCreate("v1", "Pod", owner.Namespace, pod, out var refused) is not null)
        {
            Events.Normal(owner, "SuccessfulCreate", $"Create Pod {owner.Name}-{ordinal} in StatefulSet {owner.Name} successful", Component);
            return;
        }
        Events.Warning(owner, "FailedCreate", $"create Pod {owner.Name}-{ordinal} in StatefulSet {owner.Name} failed error: {refused!.Message}", Component);
        Enqueue(owner.Namespace, owner.Name, TimeSpan.FromSeconds(1));
    }

    private void WriteStatus(StoredObject owner, List<Member> pods, string current, string update)
    {
        if (Live(owner) is not { } live) return;
        var there = pods.Where(p => !p.Stored.Deleting).ToList();
        var (ready, available, wait) = (there.Count(p => p.IsReady), 0, 0);
        Change(live, o =>
        {
            var (wanted, status) = (o.Spec().Int("replicas", 1), o.Status());
            wait = o.Spec().Int("minReadySeconds");
            available = there.Count(p => p.IsReady && IsAvailable(p.Json, wait));
            var updated = there.Count(p => p.Revision == update);
            if (updated == wanted && pods.Count == wanted && ready == wanted) current = update;
            status["observedGeneration"] = live.Generation;
            status["replicas"] = pods.Count;
            status.Count("readyReplicas", ready);
            status["availableReplicas"] = available;
            status["currentRevision"] = current;
            status["updateRevision"] = update;
            status.Count("updatedReplicas", updated);
            status.Count("currentReplicas", there.Count(p => p.Revision == current));
            status["collisionCount"] = 0;
        });
        CleanUpRevisions(live, live.Parse(), there.Select(p => p.Revision).OfType<string>().Append(current).Append(update).ToHashSet(StringComparer.Ordinal));
        if (available < ready) Enqueue(owner.Namespace, owner.Name, TimeSpan.FromSeconds(wait));
    }
}
