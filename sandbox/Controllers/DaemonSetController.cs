using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>One Pod on every node that takes it; updates replace as many at a time as may be unavailable, or put new ones beside as many as may be too many.</summary>
internal sealed class DaemonSetController(ControllerSet set) : RevisionedController(set, "DaemonSet")
{
    private sealed record Member(StoredObject Stored, JsonObject Json)
    {
        /// <summary>Where it is or, before it is scheduled, where it must go.</summary>
        public string? Node => Stored.NodeName ?? (string?)Json["spec"]?["affinity"]?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"]?[0]?["matchFields"]?[0]?["values"]?[0];
        public string? Hash => Json.Label(ControllerRevisions.Label);
    }

    public override void Follow(Change change)
    {
        if (change.Last.Kind is not { Group: "", Name: "Node" }) base.Follow(change);
        else if (change.Old is null || change.New is null) EnqueueAll("apps/v1", "DaemonSet", "");
    }

    protected override void Reconcile(StoredObject owner, JsonObject o)
    {
        if (owner.Deleting) return;
        var hash = CurrentRevision(owner, o).Name[(owner.Name.Length + 1)..];
        var nodes = Store.Of(KindOf("v1", "Node")).All.ToList();
        var takes = nodes.Where(n => Takes(n, o)).Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        var pods = Members(owner, o);
        foreach (var failed in pods.Where(p => p.Stored is { IsFinished: true, Deleting: false })) Delete(failed.Stored, grace: 0);
        foreach (var node in nodes.Where(n => takes.Contains(n.Name) && !pods.Any(p => p.Node == n.Name))) Make(owner, o, node.Name, hash);
        foreach (var misplaced in pods.Where(p => p.Node is not null && !takes.Contains(p.Node) && !p.Stored.Deleting)) Remove(owner, misplaced.Stored);
        if (o.Spec()["updateStrategy"].Text("type") != "OnDelete")
        {
            var placed = pods.Where(p => p.Node is not null && takes.Contains(p.Node)).ToList();
            var surge = Json.Share(o.Spec()["updateStrategy"]?["rollingUpdate"]?["maxSurge"], takes.Count, up: true, "0");
            if (surge > 0) Surge(owner, o, placed.GroupBy(p => p.Node!), hash, surge);
            else Update(owner, o, placed, hash, takes.Count);
        }
        WriteStatus(owner, Members(owner, o), takes, hash);
    }

    private List<Member> Members(StoredObject owner, JsonObject o) => [.. Claim(owner, o, "Pod").Select(p => new Member(p, p.Parse()))];

    private static bool Takes(StoredObject node, JsonObject o) => NodeFit.Refusal(Tolerant((JsonObject)o.Spec()["template"]!.DeepClone()), node.Parse(), node.Labels) is null;

    /// <summary>Pods of a DaemonSet run on nodes with trouble too.</summary>
    private static JsonObject Tolerant(JsonObject pod)
    {
        if (pod.Spec()["tolerations"] is not JsonArray tolerations) pod.Spec()["tolerations"] = tolerations = [];
        foreach (var (key, effect) in new[]
                 {
                     ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
                     ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
                 })
            tolerations.Add((JsonNode)new JsonObject { ["key"] = $"node.kubernetes.io/{key}", ["operator"] = "Exists", ["effect"] = effect });
        return pod;
    }

    private void Make(StoredObject owner, JsonObject o, string node, string hash)
    {
        var pod = Tolerant(PodTemplates.Pod(owner, o.Spec()["template"]!));
        var labels = Kinds.Defaults.Under(pod.Meta(), "labels");
        labels[ControllerRevisions.Label] = hash;
        labels["pod-template-generation"] = $"{o.Annotation("deprecated.daemonset.template.generation") ?? "1"}";
        var required = Kinds.Defaults.Under(Kinds.Defaults.Under(Kinds.Defaults.Under(pod.Spec(), "affinity"), "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution");
        var field = new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) };
        required["nodeSelectorTerms"] = new JsonArray(new JsonObject { ["matchFields"] = new JsonArray(field) });
        if (TryCreate("v1", "Pod", owner.Namespace, pod, out var refused) is { } made) Events.Normal(owner, "SuccessfulCreate", $"Created pod: {made.Name}", Component);
        else
        {
            Events.Warning(owner, "FailedCreate", $"Error creating: {refused!.Message}", Component);
            Enqueue(owner.Namespace, owner.Name, TimeSpan.FromSeconds(1));
        }
    }

    private void Remove(StoredObject owner, StoredObject pod)
    {
        Delete(pod);
        Events.Normal(owner, "SuccessfulDelete", $"Deleted pod: {pod.Name}", Component);
    }

    /// <summary>Old Pods that aren't available go at once, available ones while enough stay.</summary>
    private void Update(StoredObject owner, JsonObject o, List<Member> pods, string hash, int wanted)
    {
        var most = Math.Max(1, Json.Share(o.Spec()["updateStrategy"]?["rollingUpdate"]?["maxUnavailable"], wanted, up: true, "1"));
        var wait = o.Spec().Int("minReadySeconds");
        bool Available(Member p) => !p.Stored.Deleting && IsAvailable(p.Json, wait);
        var room = most - (wanted - pods.Count(Available));
        foreach (var old in pods.Where(p => p.Hash != hash && !p.Stored.Deleting).OrderBy(Available))
        {
            if (Available(old) && room-- <= 0) return;
            Remove(owner, old.Stored);
        }
    }

    /// <summary>Old Pods stay until a new one beside them is available; so many nodes have two at a time.</summary>
    private void Surge(StoredObject owner, JsonObject o, IEnumerable<IGrouping<string, Member>> nodes, string hash, int most)
    {
        var wait = o.Spec().Int("minReadySeconds");
        var waiting = new List<string>();
        foreach (var node in nodes)
        {
            var (old, updated) = (node.Where(p => p.Hash != hash && !p.Stored.Deleting).ToList(), node.FirstOrDefault(p => p.Hash == hash && !p.Stored.Deleting));
            if (old.Count == 0) continue;
            if (updated is null && old.Any(p => IsAvailable(p.Json, wait))) waiting.Add(node.Key);
            else if (updated is null) Make(owner, o, node.Key, hash);
            else if (!IsAvailable(updated.Json, wait)) most--;
            else old.ForEach(p => Remove(owner, p.Stored));
        }
        foreach (var node in waiting.Take(Math.Max(0, most))) Make(owner, o, node, hash);
    }

    private void WriteStatus(StoredObject owner, List<Member> pods, HashSet<string> takes, string hash)
    {
        if (Live(owner) is not { } live) return;
        var there = pods.Where(p => !p.Stored.Deleting && p.Node is not null && takes.Contains(p.Node)).ToList();
        int On(Func<Member, bool> are) => there.Where(are).Select(p => p.Node).Distinct().Count();
        var (ready, available, wait) = (On(p => p.Json.IsTrue("Ready")), 0, 0);
        Change(live, o =>
        {
            wait = o.Spec().Int("minReadySeconds");
            available = On(p => IsAvailable(p.Json, wait));
            var status = o.Status();
            status["observedGeneration"] = live.Generation;
            status["currentNumberScheduled"] = On(_ => true);
            status["desiredNumberScheduled"] = takes.Count;
            status["numberMisscheduled"] = pods.Count(p => p.Node is not null && !takes.Contains(p.Node));
            status["numberReady"] = ready;
            status.Count("numberAvailable", available);
            status.Count("numberUnavailable", takes.Count - available);
            status.Count("updatedNumberScheduled", On(p => p.Hash == hash));
        });
        CleanUpRevisions(live, live.Parse(), pods.Select(p => $"{owner.Name}-{p.Hash}").Append($"{owner.Name}-{hash}").ToHashSet(StringComparer.Ordinal));
        if (available < ready) Enqueue(owner.Namespace, owner.Name, TimeSpan.FromSeconds(wait));
    }
}
