using System.Text.Json;
using Platform.Contracts;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;

namespace Platform.Status.History;

/// <summary>What of the public events belongs into an application's timeline, said for a person.</summary>
internal static class Sentences
{
    /// <summary>Null for what would only fill it: each cluster of a rollout, each build.</summary>
    public static TimelineDocument? Of(IPublicEvent happened) => happened switch
    {
        ApplicationPackaged e => new() { Message = $"Package {e.Version} was made" },
        ApplicationPackagingFailed e => new() { Message = $"Package {e.Version} could not be made: {e.Reason}" },
        ApplicationSubmitted e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Revision {e.Revision} was submitted by {e.SubmittedBy}" },
        RolloutStarted { Removes: true } e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = "Removal from all clusters began" },
        RolloutStarted e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} began" },
        RolloutSuspended e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} waits at step {e.Step}{After(e.Reason)}" },
        RolloutResumed e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} went on at step {e.Step}{After(e.Reason)}" },
        RolloutSucceeded e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} succeeded" },
        RolloutFailed e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} failed{After(e.Reason)}" },
        RolloutCancelled e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} was cancelled{After(e.Reason)}" },
        RolloutRolledBack e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} was rolled back{After(e.Reason)}" },
        RolloutSuperseded e => new() { Revision = e.Revision, Rollout = e.Rollout, Message = $"Rollout of revision {e.Revision} gave way{After(e.Reason)}" },
        ClusterApplyFailed e => new() { Revision = e.Revision, Rollout = e.Rollout, Cluster = e.Cluster, Message = $"Cluster {e.Cluster} failed{After(e.Reason)}" },
        ApplicationDeleted e => new() { Revision = e.Revision, Message = "The application is gone from all clusters" },
        ApplicationStatusChanged e => new() { Revision = e.Revision, Message = Status(e) },
        ResourceDrifted e => new() { Revision = e.Revision, Cluster = e.Cluster, Message = Drifted(e) },
        ResourceRepaired e => new() { Revision = e.Revision, Cluster = e.Cluster, Message = Repaired(e) },
        _ => null,
    };

    private static string Status(ApplicationStatusChanged e)
    {
        var worst = e.Clusters.Where(c => c.Health == e.Health && c.Health != HealthStatus.Healthy).ToList();
        var (unwell, all) = e.Truncated && worst.Count > 0 ? (e.ClusterCounts[Name(e.Health)], e.ClusterCounts.Values.Sum()) : (worst.Count, e.Clusters.Count);
        var words = worst.SelectMany(c => c.Components).FirstOrDefault(c => c.Health == e.Health)?.Message;
        var where = unwell switch { 0 => "", 1 => $" on {worst[0].Cluster}", _ => $" on {unwell} of {all} clusters" };
        return $"{e.Health}{where} ({char.ToLowerInvariant(e.Phase.ToString()[0])}{e.Phase.ToString()[1..]}){After(words)}";
    }

    private static string Name(HealthStatus health) => JsonNamingPolicy.CamelCase.ConvertName(health.ToString());

    private static string Drifted(ResourceDrifted e)
    {
        var by = e.ChangedBy.Count == 0 ? "" : $" by {string.Join(", ", e.ChangedBy)}";
        return e.Gone
            ? $"{e.Resource.Kind} {e.Resource.Name} on {e.Cluster} was deleted{by}"
            : $"{e.Resource.Kind} {e.Resource.Name} on {e.Cluster} was changed{by}: {Some(e.Fields)}";
    }

    private static string Repaired(ResourceRepaired e) =>
        $"{e.Resource.Kind} {e.Resource.Name} on {e.Cluster} was {(e.Recreated ? "made again" : $"changed back: {Some(e.Fields)}")}{(e.Repairs > 1 ? $" (repair {e.Repairs})" : "")}";

    private static string Some(IReadOnlyList<string> fields) =>
        string.Join(", ", fields.Take(3)) + (fields.Count > 3 ? $" and {fields.Count - 3} more fields" : "");

    private static string After(string? reason) => string.IsNullOrEmpty(reason) ? "" : ": " + reason;
}
