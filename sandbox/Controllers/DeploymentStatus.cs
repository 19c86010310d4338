using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>The status of a Deployment: counts, and the conditions Available and Progressing with their deadline.</summary>
internal sealed class DeploymentStatus(List<StoredObject> sets, StoredObject? current, string now, DateTimeOffset time)
{
    private readonly JsonObject? _current = current?.Parse();

    public void Write(Action<Action<JsonObject>> change, Action<TimeSpan> recheck)
    {
        TimeSpan? deadline = null;
        change(o => deadline = Fill(o));
        if (deadline is { } wait) recheck(wait + TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Writes the status; returns when progress must be looked at again.</summary>
    private TimeSpan? Fill(JsonObject o)
    {
        var all = sets.Select(s => s.Parse()["status"] as JsonObject).ToList();
        int Sum(string field) => all.Sum(s => s.Int(field));
        var wanted = o.Spec().Int("replicas", 1);
        var (total, available, updated) = (Sum("replicas"), Sum("availableReplicas"), _current?["status"].Int("replicas") ?? 0);
        var status = o.Status();
        var before = (status.Int("updatedReplicas"), status.Int("replicas"), status.Int("availableReplicas"), status.Int("readyReplicas"));
        status["observedGeneration"] = o.Meta()["generation"]?.DeepClone();
        status.Count("replicas", total);
        status.Count("updatedReplicas", updated);
        status.Count("readyReplicas", Sum("readyReplicas"));
        status.Count("availableReplicas", available);
        status.Count("unavailableReplicas", Math.Max(0, Math.Max(total, wanted) - available));
        status["terminatingReplicas"] = Sum("terminatingReplicas");
        var moved = before != (updated, total, available, Sum("readyReplicas"));

        var minimum = wanted - MaximumUnavailable(o, wanted);
        if (available >= minimum) o.SetCondition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now, updateTime: true);
        else o.SetCondition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now, updateTime: true);
        return Progress(o, moved, complete: updated == wanted && total == wanted && available == wanted);
    }

    private TimeSpan? Progress(JsonObject o, bool moved, bool complete)
    {
        if (_current is null) return null;
        var name = _current.Meta().Text("name");
        var before = o.Condition("Progressing");
        if (complete)
        {
            o.SetCondition("Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.", now, updateTime: true);
            return null;
        }
        var isOther = before is null || !(before.Text("message") ?? "").Contains($"\"{name}\"", StringComparison.Ordinal);
        if (isOther) o.SetCondition("Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{name}\"", now, updateTime: true);
        else if (moved && before.Text("reason") != "ProgressDeadlineExceeded" || before.Text("reason") == "NewReplicaSetAvailable")
        {
            o.SetCondition("Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.", now, updateTime: true);
            o.Condition("Progressing")!["lastUpdateTime"] = now;
        }
        var progressing = o.Condition("Progressing")!;
        if (progressing.Text("reason") == "ProgressDeadlineExceeded") return null;
        var left = DateTimeOffset.Parse(progressing.Text("lastUpdateTime")!).AddSeconds(o.Spec().Int("progressDeadlineSeconds", 600)) - time;
        if (left > TimeSpan.Zero) return left;
        o.SetCondition("Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.", now, updateTime: true);
        return null;
    }

    private static int MaximumUnavailable(JsonObject o, int wanted)
    {
        var text = o.Spec()["strategy"]?["rollingUpdate"]?["maxUnavailable"]?.ToString();
        if (text is null) return 0;
        return text.EndsWith('%') ? (int)Math.Floor(wanted * double.Parse(text[..^1]) / 100) : int.Parse(text);
    }

}
