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

    /// <summary>
    /// Every cluster, in the order of their names; of many those that fit into a message, the worst of all (<see cref="Truncated"/>).
    /// </summary>
    public IReadOnlyList<ClusterHealth> Clusters { get; init; } = [];

    /// <summary>How many clusters are how well: all of them, also those that did not fit.</summary>
    public IReadOnlyDictionary<string, int> ClusterCounts { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Not all is in <see cref="Clusters"/>. <c>GET /api/v1/namespaces/{namespace}/applications/{application}/resources</c> has all.
    /// </summary>
    public bool Truncated { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
