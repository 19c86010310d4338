using System.Text.Json.Nodes;
using Platform.Sandbox.Behaviour;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// The kubelet of all nodes: Pods that were put on one run after a moment, those that may end do, those that fail are started again with a
/// growing pause, and deleted ones go when they have stopped.
/// </summary>
internal sealed class PodController(ControllerSet set) : Controller(set, Kubelet)
{
    private const string Kubelet = "kubelet";

    /// <summary>A crashing Pod is quiet after so many restarts: nothing about it changes any more but the count.</summary>
    private const int MostRestarts = 5;

    public override void Follow(Change change)
    {
        if (change.New is not { Kind: { Group: "", Name: "Pod" }, NodeName: not null } pod) return;
        if (pod.Deleting)
        {
            if (change.Old is not { Deleting: true }) After(Cluster.Behaviour.PodStop, () => Stop(pod));
        }
        else if (pod.IsFinished) return;
        else if (change.Old?.NodeName is null) After(Cluster.Behaviour.Of(pod.Parse()).Start, () => Run(pod));
        else if (change.Old.Generation != pod.Generation) After(Cluster.Behaviour.PodStart, () => Run(pod));
    }

    public override void Reconcile(string ns, string name)
    {
    }

    private void Run(StoredObject pod)
    {
        if (Live(pod) is not { Deleting: false, IsFinished: false } live) return;
        var o = live.Parse();
        var (outcome, _, duration) = Cluster.Behaviour.Of(o);
        if (outcome == PodOutcome.Crash)
        {
            Crash(live, o, 1);
            return;
        }
        var running = Change(live, p =>
        {
            Place(p);
            p.Status()["phase"] = outcome == PodOutcome.Broken ? "Pending" : "Running";
            PodStatus.Fill(p, outcome, 0, Now);
        });
        TellStart(running, o, outcome);
        if (outcome == PodOutcome.Ready && o.Spec().Text("restartPolicy") is "Never" or "OnFailure") After(duration, () => Finish(running, succeeded: true));
    }

    private void TellStart(StoredObject pod, JsonObject o, PodOutcome outcome)
    {
        foreach (var container in o.Spec().List("containers"))
        {
            var image = container.Text("image");
            if (outcome == PodOutcome.Broken && ClusterBehaviour.Tag(image ?? "") is "broken" or "")
            {
                Events.Warning(pod, "Failed", $"Failed to pull image \"{image}\": not found", Kubelet);
                Events.Warning(pod, "Failed", "Error: ImagePullBackOff", Kubelet);
            }
            if (outcome == PodOutcome.Unready) Events.Warning(pod, "Unhealthy", "Readiness probe failed: the sandbox was told so", Kubelet);
        }
    }

    private void Crash(StoredObject pod, JsonObject o, int restarts)
    {
        if (o.Spec().Text("restartPolicy") == "Never")
        {
            Change(pod, Place);
            Finish(pod, succeeded: false);
            return;
        }
        var crashed = Change(pod, p =>
        {
            Place(p);
            p.Status()["phase"] = "Running";
            PodStatus.Fill(p, PodOutcome.Crash, restarts, Now);
        });
        Events.Warning(crashed, "BackOff", $"Back-off restarting failed container in pod {pod.Name}_{pod.Namespace}({pod.Uid})", Kubelet);
        if (restarts < MostRestarts) After(Cluster.Behaviour.Backoff * (1 << restarts), () => CrashAgain(crashed, restarts + 1));
    }

    private void CrashAgain(StoredObject pod, int restarts)
    {
        if (Live(pod) is { Deleting: false, IsFinished: false } live && live.Generation == pod.Generation) Crash(live, live.Parse(), restarts);
    }

    private void Finish(StoredObject pod, bool succeeded)
    {
        if (Live(pod) is not { IsFinished: false } live) return;
        Change(live, p =>
        {
            p.Status()["phase"] = succeeded ? "Succeeded" : "Failed";
            PodStatus.Ended(p, succeeded, Now);
        });
    }

    /// <summary>A Pod that somebody still has to count (a Job) has failed when it was stopped.</summary>
    private void Stop(StoredObject pod)
    {
        if (Live(pod) is not { } live) return;
        if (!live.IsFinished && live.Parse().Meta()["finalizers"] is JsonArray { Count: > 0 }) Finish(live, succeeded: false);
        if (Live(pod) is { } stopped) Delete(stopped, grace: 0);
    }

    private void Place(JsonObject pod)
    {
        var status = pod.Status();
        if (status.ContainsKey("podIP")) return;
        var address = Cluster.Allocations.NextPodAddress();
        (status["hostIP"], status["podIP"], status["startTime"]) = ("192.168.0.10", address, Now);
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = "192.168.0.10" });
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
    }
}
