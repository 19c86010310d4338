namespace Platform.Status.Applications;

/// <summary>What was heard last of one cluster.</summary>
internal sealed class ClusterPart
{
    public string Cluster { get; set; } = "";

    /// <summary><see cref="ClusterHealthObserved.Sequence"/>: older news is dropped.</summary>
    public long Sequence { get; set; }

    public ClusterHealth Health { get; set; } = new() { Cluster = "", Health = HealthStatus.Unknown, Revision = 0, LastSeen = default };
}
