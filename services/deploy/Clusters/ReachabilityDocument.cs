using Platform.Messaging;

namespace Platform.Deploy.Clusters;

/// <summary>What was last seen of a cluster; its id is the cluster's name.</summary>
internal sealed class ReachabilityDocument : OutboxDocument
{
    /// <summary>Null while nobody has tried yet.</summary>
    public bool? Reachable { get; set; }

    /// <summary>Kubernetes version, e.g. <c>v1.36.2</c>.</summary>
    public string? KubernetesVersion { get; set; }

    /// <summary>Digest of the kinds it serves; null while they aren't known.</summary>
    public string? Kinds { get; set; }

    public DateTimeOffset? LastSeen { get; set; }

    /// <summary>Why it can't be reached, for a person.</summary>
    public string? Message { get; set; }

    /// <summary>Tries without an answer, one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>Until then nobody tries: the breaker is open.</summary>
    public DateTimeOffset? BreakerUntil { get; set; }

    /// <summary>When to look again.</summary>
    public DateTimeOffset? DueAt { get; set; }
}
