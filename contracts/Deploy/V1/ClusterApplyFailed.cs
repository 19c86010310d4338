using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A cluster could not be brought to a revision.</summary>
[PublicEvent("platform.deploy.v1.cluster-apply-failed")]
[MessageUrn("platform.deploy.v1.cluster-apply-failed")]
public sealed record ClusterApplyFailed : IPublicEvent
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

    /// <summary>Why, for a person.</summary>
    public required string Reason { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => Cluster;
}
