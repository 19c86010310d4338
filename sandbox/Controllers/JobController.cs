using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Runs Pods until as many have succeeded as a Job asks for, or too many have failed. Each Pod is counted once, when it has ended: a
/// finalizer keeps it until then (pkg/controller/job of Kubernetes).
/// </summary>
internal sealed class JobController(ControllerSet set) : WorkloadController(set, "batch/v1", "Job")
{
    private const string Tracking = "batch.kubernetes.io/job-tracking";
    private const string Index = "batch.kubernetes.io/job-completion-index";

    private readonly Dictionary<string, DateTimeOffset> _paused = new(StringComparer.Ordinal);

    public override void Reconcile(string ns, string name)
    {
        base.Reconcile(ns, name);
        // Pods whose Job is gone, or going and leaving them behind, wait for nobody.
        if (Find("batch/v1", "Job", ns, name) is { Deleting: false }) return;
        foreach (var pod in Store.Of(KindOf("v1", "Pod")).In(ns).Where(p => p.Labels.GetValueOrDefault("job-name") == name || p.Owners.Any(o => o.Kind == "Job" && o.Name == name)).ToList()) RemoveFinalizer(pod, Tracking);
    }

    protected override void Reconcile(StoredObject owner, JsonObject o)
    {
        if (owner.Deleting) return;
        if (JobStatus.IsFinished(o))
        {
            Expire(owner, o);
            return;
        }
        var pods = Claim(owner, o, "Pod");
        var status = new JobStatus(o, Now);
        var failed = status.Failed;
        var ended = pods.Where(p => p.IsFinished && IsTracked(p)).Select(p => p.Parse()).ToList();
        var policy = new PodFailurePolicy(o.Spec());
        status.Count(ended.Where(p => !policy.Ignores(p)));
        // What failed is tried again with a growing pause.
        if (status.Failed > failed) _paused[owner.Uid] = Cluster.Time.GetUtcNow() + Cluster.Behaviour.Backoff * (1 << Math.Min(status.Failed - 1, 5));
        var active = pods.Where(p => !p.IsFinished && !p.Deleting).ToList();
        var verdict = JobStatus.Decided(o) ?? policy.Verdict(ended) ?? status.Verdict(active.Count, active.Sum(Restarts), Cluster.Time.GetUtcNow());
        var suspended = o.Spec().Flag("suspend");
        if (verdict is not null || suspended)
        {
            foreach (var pod in active) Delete(pod);
            if (suspended && active.Count > 0) Events.Normal(owner, "SuccessfulDelete", $"Deleted pods of the suspended job {owner.Name}", Component);
        }
        else Run(owner, o, status, active);
        var left = Owned(owner, "Pod").Where(p => !p.IsFinished).ToList();
        var finished = Change(Live(owner)!, j => status.Write(j, left.Count(p => !p.Deleting), left.Count(p => !p.Deleting && p.Parse().IsTrue("Ready")), left.Count(p => p.Deleting), verdict, suspended));
        foreach (var pod in pods.Where(p => p.IsFinished)) RemoveFinalizer(pod, Tracking);
        if (verdict is not null && left.Count == 0) Complete(finished, verdict);
        else if (verdict is null && status.Deadline is { } deadline && !suspended) Enqueue(owner.Namespace, owner.Name, deadline - Cluster.Time.GetUtcNow() + TimeSpan.FromMilliseconds(10));
    }

    private static bool IsTracked(StoredObject pod) => pod.Parse().Meta()["finalizers"] is JsonArray list && list.Any(f => (string?)f == Tracking);

    private static int Restarts(StoredObject pod) => pod.Parse()["status"].List("containerStatuses").Sum(c => c.Int("restartCount"));

    private void Run(StoredObject owner, JsonObject o, JobStatus status, List<StoredObject> active)
    {
        var indexed = o.Spec().Text("completionMode") == "Indexed";
        var running = active.Select(p => p.Parse().Annotation(Index)).ToHashSet();
        var missing = status.Missing(active.Count);
        for (var i = missing; i < 0; i++) Delete(active[^(-i)]);
        if (missing > 0 && _paused.GetValueOrDefault(owner.Uid) - Cluster.Time.GetUtcNow() is var pause && pause > TimeSpan.Zero)
        {
            Enqueue(owner.Namespace, owner.Name, pause);
            return;
        }
        foreach (var index in indexed ? status.OpenIndexes().Where(i => !running.Contains($"{i}")).Take(Math.Max(0, missing)) : Enumerable.Repeat(-1, Math.Max(0, missing)))
        {
            if (TryCreate("v1", "Pod", owner.Namespace, Make(owner, o, index), out var refused) is { } made) Events.Normal(owner, "SuccessfulCreate", $"Created pod: {made.Name}", Component);
            else
            {
                Events.Warning(owner, "FailedCreate", $"Error creating: {refused!.Message}", Component);
                Enqueue(owner.Namespace, owner.Name, TimeSpan.FromSeconds(1));
                return;
            }
        }
    }

    private static JsonObject Make(StoredObject owner, JsonObject o, int index)
    {
        var pod = PodTemplates.Pod(owner, o.Spec()["template"]!);
        pod.Meta()["finalizers"] = new JsonArray(Tracking);
        if (index < 0) return pod;
        pod.Meta()["generateName"] = $"{owner.Name}-{index}-";
        pod.Annotate(Index, $"{index}");
        Kinds.Defaults.Under(pod.Meta(), "labels")[Index] = $"{index}";
        pod.Spec()["hostname"] = $"{owner.Name}-{index}";
        return pod;
    }

    private void Complete(StoredObject job, JobVerdict verdict)
    {
        _paused.Remove(job.Uid);
        Expire(Change(job, j => JobStatus.Conclude(j, verdict, Now)), job.Parse());
        if (verdict.Succeeded) Events.Normal(job, "Completed", "Job completed", Component);
        else Events.Warning(job, verdict.Reason, verdict.Message, Component);
    }

    /// <summary>A finished Job goes after its ttlSecondsAfterFinished.</summary>
    private void Expire(StoredObject job, JsonObject o)
    {
        if (o.Spec()["ttlSecondsAfterFinished"] is not { } seconds || JobStatus.FinishedAt(job.Parse()) is not { } finished) return;
        var left = finished.AddSeconds((int)seconds) - Cluster.Time.GetUtcNow();
        if (left > TimeSpan.Zero) Enqueue(job.Namespace, job.Name, left + TimeSpan.FromMilliseconds(10));
        else Delete(job);
    }
}
