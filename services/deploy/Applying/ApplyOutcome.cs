using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>What came of applying, or removing, objects on a cluster.</summary>
internal sealed class ApplyOutcome
{
    /// <summary>Objects applied.</summary>
    public List<ApplyResult> Applied { get; } = [];

    /// <summary>How many of them were not as wanted before.</summary>
    public int Changed => Applied.Count(result => result.Changed);

    /// <summary>Objects deleted.</summary>
    public int Deleted { get; set; }

    /// <summary>Objects that are no longer wanted, and not deleted before somebody approves.</summary>
    public int Withheld { get; set; }

    public List<string> Warnings { get; } = [];

    /// <summary>What did not work; empty when all did.</summary>
    public List<(ObjectKey Key, KubernetesFailure Failure)> Failures { get; } = [];

    public bool Succeeded => Failures.Count == 0;

    /// <summary>The cluster gave no answer.</summary>
    public bool Unreachable => Failures.Exists(failed => failed.Failure.Unreachable);

    /// <summary>Requests that got no answer may be carried out yet.</summary>
    public bool Doubtful => Unreachable || Failures.Exists(failed => failed.Failure.Doubtful) || Applied.Exists(result => result.Doubtful);

    /// <summary>The same may work later without anybody changing it: nothing failed that would fail again.</summary>
    public bool Retryable => Failures.Count > 0 && Failures.TrueForAll(failed => failed.Failure.Retryable);

    /// <summary>How long the API server asked to wait.</summary>
    public TimeSpan? RetryAfter => Failures.Max(failed => failed.Failure.RetryAfter);

    /// <summary>Every failure, for a person.</summary>
    public string Reason
    {
        get
        {
            var told = string.Join("; ", Failures.Where(failed => failed.Failure.Retryable == Retryable).Take(5).Select(failed => Words(failed.Key, failed.Failure)));
            return Failures.Count > 5 ? $"{told}; and {Failures.Count - 5} more" : told;
        }
    }

    private static string Words(ObjectKey key, KubernetesFailure failure)
    {
        if (failure.Unreachable)
            return Bounded.Of(failure.Message);
        var conflicts = string.Join(", ", failure.Conflicts.Select(conflict => $"{conflict.Field} is owned by {conflict.Manager}"));
        return Bounded.Of(conflicts.Length > 0 ? $"{key}: {conflicts}" : $"{key}: {failure}");
    }
}
