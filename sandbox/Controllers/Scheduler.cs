using System.Text.Json.Nodes;
using Platform.Sandbox.Behaviour;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Puts Pods on nodes: by node selector and required affinity, taints, room (CPU, memory, number of Pods) and bound claims, the emptiest
/// node first. What fits nowhere says why, and is looked at again when a node, a claim or room comes.
/// </summary>
internal sealed class Scheduler(ControllerSet set) : Controller(set, "kube-scheduler")
{
    private const string Component = "default-scheduler";

    private readonly Dictionary<string, (string Node, decimal Cpu, decimal Memory)> _placed = new(StringComparer.Ordinal);

    /// <summary>What the placed Pods take of each node.</summary>
    private readonly Dictionary<string, (int Pods, decimal Cpu, decimal Memory)> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<(string Namespace, string Name)> _waiting = [];

    public override void Follow(Change change)
    {
        var kind = change.Last.Kind;
        if (kind is { Group: "", Name: "Pod" }) FollowPod(change);
        else if (kind is { Group: "", Name: "Node" } || kind is { Group: "", Name: "PersistentVolumeClaim" } && change.Old is not null) Retry();
    }

    private void FollowPod(Change change)
    {
        if (change.New is not { IsFinished: false } pod)
        {
            if (_placed.Remove(change.Last.Uid, out var gone))
            {
                Take(gone, -1);
                Retry();
            }
            _waiting.Remove((change.Last.Namespace, change.Last.Name));
        }
        else if (pod.NodeName is null)
        {
            if (change.Old is null) Enqueue(pod.Namespace, pod.Name);
        }
        else if (!_placed.ContainsKey(pod.Uid)) Take(_placed[pod.Uid] = Needs(pod.Parse(), pod.NodeName), 1);
    }

    private void Take((string Node, decimal Cpu, decimal Memory) pod, int sign)
    {
        var taken = _taken.GetValueOrDefault(pod.Node);
        _taken[pod.Node] = (taken.Pods + sign, taken.Cpu + sign * pod.Cpu, taken.Memory + sign * pod.Memory);
    }

    private void Retry()
    {
        foreach (var (ns, name) in _waiting) Enqueue(ns, name);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Pod", ns, name) is not { NodeName: null, Deleting: false, IsFinished: false } pod) return;
        var o = pod.Parse();
        if (o.Spec().Text("schedulerName") is not (null or Component)) return;
        var (node, why) = Choose(o);
        if (node is null)
        {
            _waiting.Add((ns, name));
            if (o.Condition("PodScheduled").Text("message") == why) return;
            Change(pod, p =>
            {
                Set(p, "False", "Unschedulable", why);
                if (Cluster.Minor >= 34) p.Condition("PodScheduled")!["observedGeneration"] = pod.Generation;
            });
            Events.Warning(pod, "FailedScheduling", why, Component);
            return;
        }
        _waiting.Remove((ns, name));
        Events.Normal(Change(pod, p =>
        {
            p.Spec()["nodeName"] = node;
            Set(p, "True", null, null);
        }, tracked: false), "Scheduled", $"Successfully assigned {ns}/{name} to {node}", Component);
    }

    private void Set(JsonObject pod, string status, string? reason, string? message)
    {
        pod.SetCondition("PodScheduled", status, reason, message, Now);
        Kinds.Defaults.Default(pod.Condition("PodScheduled")!, "lastProbeTime", null);
    }

    private (string? Node, string Why) Choose(JsonObject pod)
    {
        var nodes = Store.Of(KindOf("v1", "Node")).All.Select(n => (n.Name, n.Labels, Json: n.Parse())).ToList();
        var head = $"0/{nodes.Count} nodes are available: ";
        if (UnboundClaim(pod) is { } claim) return (null, head + claim);
        if (Cluster.Behaviour.Of(pod).Outcome == PodOutcome.Unschedulable) return (null, head + "the sandbox was told that no node takes this Pod.");
        var needs = Needs(pod, "");
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        (string? Name, int Pods) best = (null, int.MaxValue);
        foreach (var node in nodes)
        {
            var here = _taken.GetValueOrDefault(node.Name);
            if (NodeFit.Refusal(pod, node.Json, node.Labels) is { } refusal) Count(refusal);
            else if (Lacks(node.Json, here, needs) is { } lack) Count(lack);
            else if (here.Pods < best.Pods) best = (node.Name, here.Pods);
        }
        if (best.Name is not null) return (best.Name, "");
        var all = string.Join(", ", reasons.Select(r => $"{r.Value} {r.Key}"));
        return (null, $"{head}{all}. no new claims to deallocate, preemption: 0/{nodes.Count} nodes are available: {nodes.Count} Preemption is not helpful for scheduling.");

        void Count(string reason) => reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
    }

    private static string? Lacks(JsonObject node, (int Pods, decimal Cpu, decimal Memory) here, (string, decimal Cpu, decimal Memory) needs)
    {
        decimal Has(string what) => Quantity.Parse(node["status"]?["allocatable"]?[what]?.ToString() ?? "0");
        if (here.Pods + 1 > Has("pods")) return "Too many pods";
        if (here.Cpu + needs.Cpu > Has("cpu")) return "Insufficient cpu";
        return here.Memory + needs.Memory > Has("memory") ? "Insufficient memory" : null;
    }

    private string? UnboundClaim(JsonObject pod)
    {
        var ns = pod.Meta().Text("namespace")!;
        foreach (var name in Claims(pod))
        {
            if (Find("v1", "PersistentVolumeClaim", ns, name) is not { } claim) return $"persistentvolumeclaim \"{name}\" not found. not found";
            if (claim.Parse()["status"].Text("phase") != "Bound") return "pod has unbound immediate PersistentVolumeClaims. not found";
        }
        return null;
    }

    /// <summary>The names of the claims a Pod mounts.</summary>
    public static IEnumerable<string> Claims(JsonObject pod) => pod.Spec().List("volumes").Select(v => v["persistentVolumeClaim"].Text("claimName")).OfType<string>();

    private static (string Node, decimal Cpu, decimal Memory) Needs(JsonObject pod, string node)
    {
        decimal Sum(string what) => pod.Spec().List("containers").Sum(c => Quantity.Parse(c["resources"]?["requests"]?[what]?.ToString() ?? "0"));
        return (node, Sum("cpu"), Sum("memory"));
    }
}
