using MassTransit;

namespace Platform.Contracts.Status.V1;

/// <summary>What Status saw of one application on one cluster; Deploy advances on it.</summary>
[InternalMessage("cluster-health-observed")]
[MessageUrn("platform.internal.v1.cluster-health-observed")]
public sealed record ClusterHealthObserved
{
    public required string Namespace { get; init; }

    public required string Application { get; init; }

    /// <summary>The revision whose objects were seen.</summary>
    public required long Revision { get; init; }

    public required string Cluster { get; init; }

    /// <summary>Worst of the components.</summary>
    public required HealthStatus Health { get; init; }

    public IReadOnlyList<ComponentHealth> Components { get; init; } = [];

    /// <summary>True when every object of the inventory was seen at or after the version applied.</summary>
    public required bool AppliedVersionsSeen { get; init; }

    /// <summary><see cref="Deploy.V1.ClusterApplied.Sequence"/> of the inventory that was looked at: health of an older one proves nothing.</summary>
    public long AppliedSequence { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Grows with every observation of this application on this cluster; older news is dropped.</summary>
    public required long Sequence { get; init; }
}
