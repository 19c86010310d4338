using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>How a Job ends.</summary>
internal sealed record JobVerdict(bool Succeeded, string Reason, string Message);

/// <summary>What a Job has counted so far, and what follows from it.</summary>
internal sealed class JobStatus
{
    private readonly JsonObject _spec;
    private readonly HashSet<int> _indexes = [];
    private readonly int? _completions;
    private readonly DateTimeOffset? _started;
    private int _succeeded, _failed;
    private readonly string _now;

    public JobStatus(JsonObject job, string now)
    {
        (_spec, _now) = (job.Spec(), now);
        (_succeeded, _failed) = (job["status"].Int("succeeded"), job["status"].Int("failed"));
        _completions = (int?)_spec["completions"];
        _started = job["status"].Time("startTime");
        foreach (var part in (job["status"].Text("completedIndexes") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            for (var i = int.Parse(ends[0]); i <= int.Parse(ends[^1]); i++) _indexes.Add(i);
        }
    }

    private bool IsIndexed => _spec.Text("completionMode") == "Indexed";

    public int Failed => _failed;

    /// <summary>When the Job has been active for too long.</summary>
    public DateTimeOffset? Deadline => _spec["activeDeadlineSeconds"] is { } seconds ? _started?.AddSeconds((int)seconds) : null;

    public static bool IsFinished(JsonObject job) => job.IsTrue("Complete") || job.IsTrue("Failed");

    public static DateTimeOffset? FinishedAt(JsonObject job) => (job.IsTrue("Complete") ? job.Condition("Complete") : job.IsTrue("Failed") ? job.Condition("Failed") : null).Time("lastTransitionTime");

    /// <summary>Counts Pods that have ended since.</summary>
    public void Count(IEnumerable<JsonObject> ended)
    {
        foreach (var pod in ended)
        {
            if (pod["status"].Text("phase") == "Failed") _failed++;
            else if (!IsIndexed) _succeeded++;
            else if (int.TryParse(pod.Annotation("batch.kubernetes.io/job-completion-index"), out var index)) _indexes.Add(index);
        }
        if (IsIndexed) _succeeded = _indexes.Count;
    }

    /// <summary>What was decided already and only waits for Pods to end.</summary>
    public static JobVerdict? Decided(JsonObject job) =>
        job.IsTrue("FailureTarget") ? new(false, job.Condition("FailureTarget").Text("reason")!, job.Condition("FailureTarget").Text("message")!) : null;

    /// <summary>How the Job ends, if it ends now. Restarts of containers in place count as failures too.</summary>
    public JobVerdict? Verdict(int active, int restarts, DateTimeOffset now)
    {
        if (_failed + restarts > _spec.Int("backoffLimit", 6)) return new(false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (Deadline is { } deadline && deadline <= now) return new(false, "DeadlineExceeded", "Job was active longer than specified deadline");
        var enough = _completions is { } wanted ? _succeeded >= wanted : _succeeded > 0 && active == 0;
        return enough ? new(true, "CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    /// <summary>How many Pods to start; negative where too many run. A Job without completions starts no more once one has succeeded.</summary>
    public int Missing(int active)
    {
        var parallelism = _spec.Int("parallelism", 1);
        return (_completions is { } wanted ? Math.Min(parallelism, wanted - _succeeded) : _succeeded > 0 ? Math.Min(parallelism, active) : parallelism) - active;
    }

    public IEnumerable<int> OpenIndexes() => Enumerable.Range(0, _completions ?? 0).Where(i => !_indexes.Contains(i));

    public void Write(JsonObject job, int active, int ready, int terminating, JobVerdict? verdict, bool suspended)
    {
        var status = job.Status();
        if (!suspended) Kinds.Defaults.Default(status, "startTime", _now);
        status.Count("active", active);
        status.Count("succeeded", _succeeded);
        status.Count("failed", _failed);
        status["terminating"] = terminating;
        status["uncountedTerminatedPods"] = new JsonObject();
        status["ready"] = ready;
        if (IsIndexed && _indexes.Count > 0) status["completedIndexes"] = Ranges();
        if (suspended && !job.IsTrue("Suspended"))
        {
            Set(job, "Suspended", "True", "JobSuspended", "Job suspended");
            status.Remove("startTime");
        }
        else if (!suspended && job.IsTrue("Suspended")) Set(job, "Suspended", "False", "JobResumed", "Job resumed");
        if (verdict is not null) Set(job, verdict.Succeeded ? "SuccessCriteriaMet" : "FailureTarget", "True", verdict.Reason, verdict.Message);
    }

    /// <summary>The last write, when no Pod runs any more.</summary>
    public static void Conclude(JsonObject job, JobVerdict verdict, string now)
    {
        if (verdict.Succeeded) job.Status()["completionTime"] = now;
        job.SetCondition(verdict.Succeeded ? "Complete" : "Failed", "True", verdict.Reason, verdict.Message, now);
        Kinds.Defaults.Default(job.Condition(verdict.Succeeded ? "Complete" : "Failed")!, "lastProbeTime", now);
    }

    private void Set(JsonObject job, string type, string status, string reason, string message)
    {
        job.SetCondition(type, status, reason, message, _now);
        Kinds.Defaults.Default(job.Condition(type)!, "lastProbeTime", _now);
    }

    /// <summary>`0-2,5`.</summary>
    private string Ranges()
    {
        var parts = new List<string>();
        foreach (var index in _indexes.Order())
        {
            if (parts.Count > 0 && parts[^1].Split('-') is { } ends && int.Parse(ends[^1]) == index - 1) parts[^1] = $"{ends[0]}-{index}";
            else parts.Add($"{index}");
        }
        return string.Join(',', parts);
    }
}
