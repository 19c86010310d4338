using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Rolls a Deployment's ReplicaSets from one template to the next, within its surge and unavailability, and tells how it goes
/// (pkg/controller/deployment of Kubernetes).
/// </summary>
internal sealed class DeploymentController(ControllerSet set) : WorkloadController(set, "apps/v1", "Deployment", "ReplicaSet")
{
    /// <summary>What this reconciliation has read already, by version.</summary>
    private readonly Dictionary<StoredObject, JsonObject> _read = [];

    /// <summary>The hash of each Deployment's template, which another one comes with another generation.</summary>
    private readonly Dictionary<string, (long Generation, string Hash)> _templates = new(StringComparer.Ordinal);

    public override void Follow(Change change)
    {
        if (change.New is null) _templates.Remove(change.Last.Uid);
        base.Follow(change);
    }

    private string TemplateHash(StoredObject owner, JsonObject o)
    {
        if (!_templates.TryGetValue(owner.Uid, out var known) || known.Generation != owner.Generation)
            _templates[owner.Uid] = known = (owner.Generation, Json.Hash(o.Spec()["template"]));
        return known.Hash;
    }

    protected override void Reconcile(StoredObject owner, JsonObject o)
    {
        _read.Clear();
        var sets = Claim(owner, o, "ReplicaSet", "apps/v1");
        var current = DeploymentRevisions.Current(sets, TemplateHash(owner, o));
        if (!owner.Deleting)
        {
            MarkPause(owner, o);
            var old = sets.Where(s => s.Uid != current?.Uid).ToList();
            if (o.Spec().Flag("paused") || IsScaling(sets, o)) Scale(owner, o, current, old);
            else if (o.Spec()["strategy"].Text("type") == "Recreate") current = Recreate(owner, o, current, old);
            else current = Roll(owner, o, current, old);
        }
        WriteStatus(owner, current);
    }

    private void MarkPause(StoredObject owner, JsonObject o)
    {
        var (paused, reason) = (o.Spec().Flag("paused"), o.Condition("Progressing").Text("reason"));
        if (reason == "ProgressDeadlineExceeded") return;
        if (paused && reason != "DeploymentPaused") Change(Live(owner)!, d => d.MoveCondition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused", Now));
        else if (!paused && reason == "DeploymentPaused") Change(Live(owner)!, d => d.MoveCondition("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed", Now));
    }

    /// <summary>The number of replicas changed since the active ReplicaSets were last scaled.</summary>
    private bool IsScaling(List<StoredObject> sets, JsonObject o) =>
        sets.Select(s => Read(s)).Any(s => s.Spec().Int("replicas") > 0 && s.Annotation(DeploymentRevisions.Desired) is { } desired && desired != $"{o.Spec().Int("replicas", 1)}");

    private void Scale(StoredObject owner, JsonObject o, StoredObject? current, List<StoredObject> old)
    {
        var wanted = o.Spec().Int("replicas", 1);
        var active = old.Append(current).OfType<StoredObject>().Where(s => Replicas(s) > 0).ToList();
        if (active.Count <= 1)
        {
            var only = active.FirstOrDefault() ?? current ?? old.OrderByDescending(DeploymentRevisions.Of).FirstOrDefault();
            if (only is not null) ScaleTo(owner, o, only, wanted);
            return;
        }
        if (current is not null && Replicas(current) == wanted && Available(current) == wanted)
        {
            foreach (var set in old) ScaleTo(owner, o, set, 0);
            return;
        }
        // In the middle of a rollout every ReplicaSet gets its share of the difference, the largest first.
        var total = active.Sum(Replicas);
        var target = wanted > 0 ? wanted + Json.Share(o.Spec()["strategy"]?["rollingUpdate"]?["maxSurge"], wanted, up: true, "25%") : 0;
        var left = target - total;
        foreach (var set in active.OrderByDescending(Replicas))
        {
            var share = (int)Math.Round(Replicas(set) * (double)target / total) - Replicas(set);
            share = left > 0 ? Math.Clamp(share, 0, left) : Math.Clamp(share, left, 0);
            ScaleTo(owner, o, set, Math.Max(0, Replicas(set) + share));
            left -= share;
        }
        if (left != 0) ScaleTo(owner, o, active.MaxBy(Replicas)!, Math.Max(0, Replicas(active.MaxBy(Replicas)!) + left));
    }

    private StoredObject? Roll(StoredObject owner, JsonObject o, StoredObject? current, List<StoredObject> old)
    {
        var wanted = o.Spec().Int("replicas", 1);
        var (surge, unavailable) = Bounds(o);
        var (oldTotal, has) = (old.Sum(Replicas), current is null ? 0 : Replicas(current));
        var next = has >= wanted || oldTotal == 0 ? wanted : Math.Min(wanted, has + Math.Max(0, wanted + surge - oldTotal - has));
        current = current is null ? Make(owner, o, next, old) : Renew(owner, o, current, old);
        if (current is null) return null;
        ScaleTo(owner, o, current, next);

        // Old Pods that never got ready may always go, the others as far as enough stay available.
        var removable = oldTotal + Replicas(current) - (wanted - unavailable) - (Replicas(current) - Available(current));
        foreach (var set in old.OrderBy(DeploymentRevisions.Of))
        {
            var bad = Math.Min(Replicas(set) - Available(set), removable);
            if (bad <= 0) continue;
            ScaleTo(owner, o, set, Replicas(set) - bad);
            removable -= bad;
        }
        var spare = Math.Min(removable, old.Sum(Available) + Available(current) - (wanted - unavailable));
        foreach (var set in old.OrderBy(DeploymentRevisions.Of))
        {
            var take = Math.Min(Replicas(set), spare);
            if (take <= 0) continue;
            ScaleTo(owner, o, set, Replicas(set) - take);
            spare -= take;
        }
        return current;
    }

    private StoredObject? Recreate(StoredObject owner, JsonObject o, StoredObject? current, List<StoredObject> old)
    {
        foreach (var set in old) ScaleTo(owner, o, set, 0);
        if (old.Any(s => Store.OwnedBy(s.Uid).Any(p => p.Kind.Name == "Pod" && !p.IsFinished))) return current;
        var wanted = o.Spec().Int("replicas", 1);
        current = current is null ? Make(owner, o, wanted, old) : Renew(owner, o, current, old);
        if (current is not null) ScaleTo(owner, o, current, wanted);
        return current;
    }

    private StoredObject? Make(StoredObject owner, JsonObject o, int replicas, List<StoredObject> old)
    {
        var revision = DeploymentRevisions.Next(old);
        var made = TryCreate("apps/v1", "ReplicaSet", owner.Namespace, DeploymentRevisions.Make(owner, o, TemplateHash(owner, o), replicas, revision, Bounds(o).Surge), out var refused);
        if (made is null)
        {
            Events.Warning(owner, "ReplicaSetCreateError", $"Failed to create new replica set: {refused!.Message}", Component);
            return null;
        }
        Change(Live(owner)!, d =>
        {
            d.Annotate(DeploymentRevisions.Annotation, $"{revision}");
            d.MoveCondition("Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{made.Name}\"", Now, renew: true);
        });
        if (replicas > 0) Events.Normal(owner, "ScalingReplicaSet", $"Scaled up replica set {made.Name} from 0 to {replicas}", Component);
        return made;
    }

    /// <summary>A template that was there before and is wanted again becomes the newest revision.</summary>
    private StoredObject Renew(StoredObject owner, JsonObject o, StoredObject current, List<StoredObject> old)
    {
        var revision = Math.Max(DeploymentRevisions.Next(old), DeploymentRevisions.Of(current));
        var renewed = Change(Live(current) ?? current, s => DeploymentRevisions.Mark(s, o, revision, Bounds(o).Surge));
        Change(Live(owner)!, d =>
        {
            d.Annotate(DeploymentRevisions.Annotation, $"{revision}");
            if (d.Condition("Progressing") is null) d.MoveCondition("Progressing", "True", "FoundNewReplicaSet", $"Found new replica set \"{current.Name}\"", Now);
        });
        return renewed;
    }

    private void ScaleTo(StoredObject owner, JsonObject o, StoredObject set, int replicas)
    {
        if (Live(set) is not { } live) return;
        var before = Replicas(live);
        Change(live, s =>
        {
            s.Spec()["replicas"] = replicas;
            s.Annotate(DeploymentRevisions.Desired, $"{o.Spec().Int("replicas", 1)}");
            s.Annotate(DeploymentRevisions.Most, $"{o.Spec().Int("replicas", 1) + Bounds(o).Surge}");
        });
        if (before != replicas)
            Events.Normal(owner, "ScalingReplicaSet", $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Name} from {before} to {replicas}", Component);
    }

    private void WriteStatus(StoredObject owner, StoredObject? current)
    {
        if (Live(owner) is not { } live) return;
        var sets = Owned(owner, "ReplicaSet").Select(Read).ToList();
        var status = new DeploymentStatus(sets, current is null ? null : Read(current), Now, Cluster.Time.GetUtcNow());
        TimeSpan? deadline = null;
        live = Change(live, d => deadline = status.Write(d));
        if (deadline is { } wait) Enqueue(owner.Namespace, owner.Name, wait + TimeSpan.FromMilliseconds(10));
        if (status.IsComplete) CleanUp(live.Parse(), current);
    }

    private void CleanUp(JsonObject o, StoredObject? current)
    {
        var idle = Owned(Store.FindByUid(o.Meta().Text("uid")!)!, "ReplicaSet").Where(s => s.Uid != current?.Uid && !s.Deleting && Replicas(s) == 0 && Read(s)["status"].Int("replicas") == 0);
        foreach (var set in idle.OrderByDescending(DeploymentRevisions.Of).Skip(o.Spec().Int("revisionHistoryLimit", 10)).ToList()) Delete(set);
    }

    private static (int Surge, int Unavailable) Bounds(JsonObject o)
    {
        if (o.Spec()["strategy"].Text("type") == "Recreate") return (0, 0);
        var (wanted, rolling) = (o.Spec().Int("replicas", 1), o.Spec()["strategy"]?["rollingUpdate"]);
        var (surge, unavailable) = (Json.Share(rolling?["maxSurge"], wanted, up: true, "25%"), Json.Share(rolling?["maxUnavailable"], wanted, up: false, "25%"));
        return (surge, surge == 0 && unavailable == 0 ? 1 : Math.Min(unavailable, wanted));
    }

    private JsonObject Read(StoredObject set)
    {
        var live = Live(set) ?? set;
        if (!_read.TryGetValue(live, out var json)) _read[live] = json = live.Parse();
        return json;
    }

    private int Replicas(StoredObject set) => Read(set).Spec().Int("replicas");

    private int Available(StoredObject set) => Read(set)["status"].Int("availableReplicas");
}
