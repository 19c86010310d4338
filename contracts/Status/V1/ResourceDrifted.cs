using MassTransit;
using Platform.Contracts.Deploy.V1;

namespace Platform.Contracts.Status.V1;

/// <summary>A live object is no longer as it was rendered and applied: somebody else changed or deleted it.</summary>
[PublicEvent("platform.status.v1.resource-drifted")]
[MessageUrn("platform.status.v1.resource-drifted")]
public sealed record ResourceDrifted : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The revision it was applied by.</summary>
    public required long Revision { get; init; }

    /// <summary>The state of the inventory it is compared with: of an older one it is no longer news.</summary>
    public required long AppliedSequence { get; init; }

    /// <summary>The component it belongs to.</summary>
    public required string Component { get; init; }

    /// <summary>What drifted.</summary>
    public required ObjectIdentity Resource { get; init; }

    /// <summary>It is not there any more.</summary>
    public bool Gone { get; init; }

    /// <summary>The fields that differ from what was applied, e.g. <c>spec.template.spec.containers[web].image</c>.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Field managers that set them, e.g. <c>kubectl-edit</c>, as far as the cluster says.</summary>
    public IReadOnlyList<string> ChangedBy { get; init; } = [];

    /// <summary>When it was seen.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => Cluster;
}
