using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Runs Pods until as many have succeeded as a Job asks for.</summary>
internal sealed class JobController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "batch", Name: "Job" }) Enqueue(change.Last.Namespace, change.Last.Name);
        else if (change.Last.Kind is { Group: "", Name: "Pod" }) EnqueueOwner(change.Last, "Job");
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("batch/v1", "Job", ns, name) is not { Deleting: false } job) return;
        var o = job.Parse();
        if (o.Condition("Complete") is not null || o.Condition("Failed") is not null) return;
        var pods = Owned(job, "Pod").Select(p => p.Parse()).ToList();
        var succeeded = pods.Count(p => p["status"].Text("phase") == "Succeeded");
        var active = pods.Count(p => p["status"].Text("phase") is "Pending" or "Running" && p.Meta()["deletionTimestamp"] is null);
        var wanted = o.Spec().Int("completions", 1);
        var suspended = (bool?)o.Spec()["suspend"] == true;
        if (!suspended)
            for (; active < Math.Min(o.Spec().Int("parallelism", 1), wanted - succeeded); active++)
                if (TryCreate("v1", "Pod", ns, PodFrom(job, (JsonObject)o.Spec()["template"]!)) is null) break;
        var ready = pods.Count(p => p.IsReady());
        Change(Store.Find(job.Kind, ns, name)!, j => Fill(j, active, ready, succeeded, succeeded >= wanted, suspended));
    }

    private void Fill(JsonObject job, int active, int ready, int succeeded, bool complete, bool suspended)
    {
        var status = job.Status();
        if (!suspended) Kinds.Defaults.Default(status, "startTime", Now);
        status.Count("active", complete ? 0 : active);
        status.Count("succeeded", succeeded);
        status["ready"] = complete ? 0 : ready;
        status["terminating"] = 0;
        status["uncountedTerminatedPods"] = new JsonObject();
        if (suspended) job.SetCondition("Suspended", "True", "JobSuspended", "Job suspended", Now);
        if (!complete) return;
        status["completionTime"] = Now;
        const string reason = "CompletionsReached", message = "Reached expected number of succeeded pods";
        job.SetCondition("SuccessCriteriaMet", "True", reason, message, Now);
        job.SetCondition("Complete", "True", reason, message, Now);
        foreach (var condition in (status["conditions"] as JsonArray ?? []).OfType<JsonObject>()) Kinds.Defaults.Default(condition, "lastProbeTime", Now);
    }
}
