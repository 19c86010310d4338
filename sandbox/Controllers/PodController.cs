using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Scheduler and kubelet in one: puts Pods on nodes, makes them ready after a moment, completes those that should,
/// and lets deleted ones go. An image tagged `broken` never comes, one tagged `crash` keeps failing.
/// </summary>
internal sealed class PodController(ControllerSet set) : Controller(set)
{
    private static readonly TimeSpan Stopping = TimeSpan.FromMilliseconds(50);
    private int _next;

    public override void Start()
    {
        for (var i = 1; i <= Cluster.Options.Nodes; i++)
            if (Find("v1", "Node", "", $"node-{i}") is null) Create("v1", "Node", "", Nodes.Make($"node-{i}", Cluster.Options.Version, Now));
    }

    public override void Follow(Change change)
    {
        if (change.New is not { Kind: { Group: "", Name: "Pod" } } pod) return;
        if (pod.Deleting) Enqueue(pod.Namespace, pod.Name, Stopping);
        else if (change.Old is null) Enqueue(pod.Namespace, pod.Name);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Pod", ns, name) is not { } pod) return;
        var o = pod.Parse();
        if (pod.Deleting)
        {
            Cluster.Deletion.Delete(pod.Kind, ns, name, new(GraceSeconds: 0));
            return;
        }
        if (o.Spec().Text("nodeName") is null) Schedule(pod);
        else if (o["status"].Text("phase") is "Pending" && o["status"]?["containerStatuses"] is null) Run(pod, o);
        else if (o["status"].Text("phase") is "Running" && PodOutcomes.Completes(o)) Complete(pod);
    }

    private void Schedule(StoredObject pod)
    {
        var node = $"node-{_next++ % Math.Max(1, Cluster.Options.Nodes) + 1}";
        Change(pod, o =>
        {
            o.Spec()["nodeName"] = node;
            o.SetCondition("PodScheduled", "True", "", "", Now);
            Tidy(o);
        });
        Enqueue(pod.Namespace, pod.Name, Cluster.Options.PodStart);
    }

    private void Run(StoredObject pod, JsonObject o)
    {
        var stuck = PodOutcomes.Problem(o);
        Change(pod, p =>
        {
            var status = p.Status();
            status["startTime"] = Now;
            status["hostIP"] = "192.168.0.10";
            status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = "192.168.0.10" });
            var address = Cluster.Allocations.NextPodAddress();
            status["podIP"] = address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
            status["phase"] = stuck == "ImagePullBackOff" ? "Pending" : "Running";
            status["containerStatuses"] = new JsonArray([.. PodOutcomes.Statuses(p, Now)]);
            foreach (var type in new[] { "PodReadyToStartContainers", "Initialized" }) p.SetCondition(type, "True", "", "", Now);
            var names = string.Join(' ', PodOutcomes.NotReady(p));
            foreach (var type in new[] { "Ready", "ContainersReady" })
                if (stuck is null) p.SetCondition(type, "True", "", "", Now);
                else p.SetCondition(type, "False", "ContainersNotReady", $"containers with unready status: [{names}]", Now);
            Tidy(p);
        });
        if (stuck is null && PodOutcomes.Completes(o)) Enqueue(pod.Namespace, pod.Name, Cluster.Options.JobDuration);
    }

    private void Complete(StoredObject pod) => Change(pod, o =>
    {
        o.Status()["phase"] = "Succeeded";
        foreach (var type in new[] { "Ready", "ContainersReady" }) o.SetCondition(type, "False", "PodCompleted", "", Now);
        foreach (var status in (o.Status()["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>())
        {
            (status["ready"], status["started"]) = (false, false);
            status["state"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed", ["startedAt"] = o.Status()["startTime"]?.DeepClone(), ["finishedAt"] = Now } };
        }
        Tidy(o);
    });

    /// <summary>Empty reasons and messages aren't written.</summary>
    private static void Tidy(JsonObject o)
    {
        foreach (var condition in (o.Status()["conditions"] as JsonArray ?? []).OfType<JsonObject>())
            foreach (var field in new[] { "reason", "message" })
                if (condition.Text(field) is "") condition.Remove(field);
    }
}
