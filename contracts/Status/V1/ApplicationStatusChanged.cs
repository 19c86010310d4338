using MassTransit;

namespace Platform.Contracts.Status.V1;

/// <summary>Phase or health of an application changed.</summary>
[PublicEvent("platform.status.v1.application-status-changed")]
[MessageUrn("platform.status.v1.application-status-changed")]
public sealed record ApplicationStatusChanged : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Revision number.</summary>
    public required long Revision { get; init; }

    public required ApplicationPhase Phase { get; init; }

    /// <summary>Worst component on the worst cluster.</summary>
    public required HealthStatus Health { get; init; }

    public IReadOnlyList<ClusterHealth> Clusters { get; init; } = [];

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
