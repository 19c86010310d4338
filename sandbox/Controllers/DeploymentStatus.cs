using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>The status of a Deployment: counts, and the conditions Available, ReplicaFailure and Progressing with its deadline.</summary>
internal sealed class DeploymentStatus(List<JsonObject> sets, JsonObject? current, string now, DateTimeOffset time)
{
    /// <summary>Everything that is wanted is there, updated and available, and nothing else is.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Writes the status; returns when progress must be looked at again.</summary>
    public TimeSpan? Write(JsonObject o)
    {
        int Sum(string field) => sets.Sum(s => s["status"].Int(field));
        var wanted = o.Spec().Int("replicas", 1);
        var (total, ready, available, updated) = (Sum("replicas"), Sum("readyReplicas"), Sum("availableReplicas"), current?["status"].Int("replicas") ?? 0);
        var status = o.Status();
        var before = (Updated: status.Int("updatedReplicas"), Old: status.Int("replicas") - status.Int("updatedReplicas"), Ready: status.Int("readyReplicas"), Available: status.Int("availableReplicas"));
        status["observedGeneration"] = o.Meta()["generation"]?.DeepClone();
        status.Count("replicas", total);
        status.Count("updatedReplicas", updated);
        status.Count("readyReplicas", ready);
        status.Count("availableReplicas", available);
        status.Count("unavailableReplicas", Math.Max(0, sets.Sum(s => s.Spec().Int("replicas")) - available));
        status["terminatingReplicas"] = Sum("terminatingReplicas");

        var enough = available >= wanted - MaximumUnavailable(o, wanted);
        o.MoveCondition("Available", enough ? "True" : "False", enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", now);
        Failure(o);
        IsComplete = updated == wanted && total == wanted && available == wanted;
        var moved = updated > before.Updated || total - updated < before.Old || ready > before.Ready || available > before.Available;
        return o.Spec().Flag("paused") ? null : Progress(o, moved);
    }

    private void Failure(JsonObject o)
    {
        if (sets.Select(s => s.Condition("ReplicaFailure")).FirstOrDefault(c => c is not null) is { } failure)
            o.MoveCondition("ReplicaFailure", "True", failure.Text("reason") ?? "FailedCreate", failure.Text("message") ?? "", now);
        else o.RemoveCondition("ReplicaFailure");
    }

    private TimeSpan? Progress(JsonObject o, bool moved)
    {
        if (current is null) return null;
        var name = current.Meta().Text("name");
        var reason = o.Condition("Progressing").Text("reason");
        // What was complete stays so until the template changes: scaling and failing Pods are no rollout.
        if (reason == "NewReplicaSetAvailable" && !IsOther(o, name)) return null;
        if (IsComplete)
        {
            o.MoveCondition("Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.", now);
            return null;
        }
        if (moved) o.MoveCondition("Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.", now, renew: true);
        if (o.Condition("Progressing") is not { } progressing || progressing.Text("reason") == "ProgressDeadlineExceeded") return null;
        var left = progressing.Time("lastUpdateTime")!.Value.AddSeconds(o.Spec().Int("progressDeadlineSeconds", 600)) - time;
        if (left > TimeSpan.Zero) return left;
        o.MoveCondition("Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.", now);
        return null;
    }

    private static bool IsOther(JsonObject o, string? name) => !(o.Condition("Progressing").Text("message") ?? "").Contains($"\"{name}\"", StringComparison.Ordinal);

    private static int MaximumUnavailable(JsonObject o, int wanted)
    {
        if (o.Spec()["strategy"].Text("type") == "Recreate") return 0;
        var rolling = o.Spec()["strategy"]?["rollingUpdate"];
        var most = Json.Share(rolling?["maxUnavailable"], wanted, up: false, "25%");
        return most == 0 && Json.Share(rolling?["maxSurge"], wanted, up: true, "25%") == 0 ? 1 : Math.Min(most, wanted);
    }
}
