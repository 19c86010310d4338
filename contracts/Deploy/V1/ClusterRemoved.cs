using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>What an application had on a cluster is gone.</summary>
[PublicEvent("platform.deploy.v1.cluster-removed")]
[MessageUrn("platform.deploy.v1.cluster-removed")]
public sealed record ClusterRemoved : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The rollout's id.</summary>
    public required Guid Rollout { get; init; }

    /// <summary>Revision number.</summary>
    public required long Revision { get; init; }

    /// <summary>The attempt that did it.</summary>
    public required int Attempt { get; init; }

    /// <summary>Which state of the (now empty) inventory this is: see <see cref="ClusterApplied.Sequence"/>.</summary>
    public long Sequence { get; init; }

    /// <summary>Objects deleted.</summary>
    public required int Deleted { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => Cluster;
}
