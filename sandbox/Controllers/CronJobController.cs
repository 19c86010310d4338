using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Starts Jobs at their times, as concurrency and deadlines allow, and keeps as many finished ones as it should.</summary>
internal sealed class CronJobController(ControllerSet set) : Controller(set)
{
    private const string Component = "cronjob-controller";

    /// <summary>When each CronJob will be looked at, so that there is one timer entry for each.</summary>
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);

    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "batch", Name: "CronJob" })
        {
            if (change.New is null) _next.Remove(change.Last.Uid);
            else Enqueue(change.New.Namespace, change.New.Name);
        }
        else if (change.Last.Kind is { Group: "batch", Name: "Job" }) EnqueueOwner(change.Last, "CronJob");
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("batch/v1", "CronJob", ns, name) is not { Deleting: false } cron) return;
        var o = cron.Parse();
        var jobs = Owned(cron, "Job").Select(j => (Stored: j, Json: j.Parse())).ToList();
        Prune(o, jobs);
        var due = Due(cron, o);
        var started = due is { } time && !o.Spec().Flag("suspend") && Start(cron, o, jobs, time);
        WriteStatus(cron, started ? due : null);
    }

    /// <summary>The last time that was missed, if it isn't too late for it; arranges to be called at the next.</summary>
    private DateTimeOffset? Due(StoredObject cron, JsonObject o)
    {
        if (CronSchedule.Parse(o.Spec().Text("schedule") ?? "") is not { } schedule || Zone(o.Spec().Text("timeZone")) is not { } zone)
        {
            Events.Warning(cron, "UnparseableSchedule", $"unparseable schedule: {o.Spec().Text("schedule")}", Component);
            return null;
        }
        var now = Cluster.Time.GetUtcNow();
        var since = o["status"].Time("lastScheduleTime") ?? o.Meta().Time("creationTimestamp")!.Value;
        if (o.Spec()["startingDeadlineSeconds"] is { } seconds && now.AddSeconds(-(int)seconds) is var earliest && earliest > since) since = earliest;
        // After a long pause only the last time counts: there is no need to go through all that were missed.
        if (now.AddDays(-2) is var recent && recent > since && schedule.Next(recent, zone) <= now) since = recent;
        DateTimeOffset? due = null;
        var next = schedule.Next(since, zone);
        for (; next <= now; next = schedule.Next(next.Value, zone)) due = next;
        if (next is { } at && _next.GetValueOrDefault(cron.Uid) != at && !o.Spec().Flag("suspend"))
        {
            _next[cron.Uid] = at;
            Enqueue(cron.Namespace, cron.Name, at - now + TimeSpan.FromMilliseconds(1));
        }
        return due;
    }

    private static TimeZoneInfo? Zone(string? name) => name is null ? TimeZoneInfo.Utc : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private bool Start(StoredObject cron, JsonObject o, List<(StoredObject Stored, JsonObject Json)> jobs, DateTimeOffset time)
    {
        var active = jobs.Where(j => !JobStatus.IsFinished(j.Json)).ToList();
        switch (o.Spec().Text("concurrencyPolicy"))
        {
            case "Forbid" when active.Count > 0:
                Events.Normal(cron, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid", Component);
                return false;
            case "Replace":
                foreach (var job in active) Delete(job.Stored);
                break;
        }
        var template = o.Spec()["jobTemplate"]!;
        var meta = template["metadata"]?.DeepClone() as JsonObject ?? [];
        meta["name"] = $"{cron.Name}-{time.ToUnixTimeSeconds() / 60}";
        meta["ownerReferences"] = PodTemplates.OwnedBy(cron);
        var made = new JsonObject { ["metadata"] = meta, ["spec"] = template["spec"]!.DeepClone() };
        made.Annotate("batch.kubernetes.io/cronjob-scheduled-timestamp", time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (TryCreate("batch/v1", "Job", cron.Namespace, made, out var refused) is { } started) Events.Normal(cron, "SuccessfulCreate", $"Created job {started.Name}", Component);
        else if (refused!.Code != 409) Events.Warning(cron, "FailedCreate", $"Error creating job: {refused.Message}", Component);
        return true;
    }

    private void Prune(JsonObject o, List<(StoredObject Stored, JsonObject Json)> jobs)
    {
        foreach (var (type, limit) in new[] { ("Complete", o.Spec().Int("successfulJobsHistoryLimit", 3)), ("Failed", o.Spec().Int("failedJobsHistoryLimit", 1)) })
            foreach (var job in jobs.Where(j => j.Json.IsTrue(type)).OrderByDescending(j => j.Json["status"].Time("startTime")).ThenByDescending(j => j.Stored.Name, StringComparer.Ordinal).Skip(limit)) Delete(job.Stored);
    }

    private void WriteStatus(StoredObject cron, DateTimeOffset? due)
    {
        var jobs = Owned(cron, "Job").Select(j => (Stored: j, Json: j.Parse())).ToList();
        if (Live(cron) is not { } live) return;
        Change(live, o =>
        {
            var active = jobs.Where(j => !JobStatus.IsFinished(j.Json)).Select(j => (JsonNode)new JsonObject
            {
                ["kind"] = "Job",
                ["namespace"] = j.Stored.Namespace,
                ["name"] = j.Stored.Name,
                ["uid"] = j.Stored.Uid,
                ["apiVersion"] = "batch/v1",
                ["resourceVersion"] = j.Stored.ResourceVersion.ToString(CultureInfo.InvariantCulture),
            }).ToArray();
            if (active.Length > 0) o.Status()["active"] = new JsonArray(active);
            else o.Status().Remove("active");
            if (due is { } time) o.Status()["lastScheduleTime"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var last = jobs.Where(j => j.Json.IsTrue("Complete")).Select(j => j.Json["status"].Text("completionTime")).Max(StringComparer.Ordinal);
            if (last is not null) o.Status()["lastSuccessfulTime"] = last;
        });
    }
}
