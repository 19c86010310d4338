using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A live object that had drifted is again as it was rendered.</summary>
[PublicEvent("platform.deploy.v1.resource-repaired")]
[MessageUrn("platform.deploy.v1.resource-repaired")]
public sealed record ResourceRepaired : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The revision it was rendered for.</summary>
    public required long Revision { get; init; }

    /// <summary>The component it belongs to.</summary>
    public required string Component { get; init; }

    /// <summary>What was repaired.</summary>
    public required ObjectIdentity Resource { get; init; }

    /// <summary>It was gone and was made again.</summary>
    public bool Recreated { get; init; }

    /// <summary>The fields that had differed.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>How often it was repaired lately: something keeps changing it when this grows.</summary>
    public required int Repairs { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => Cluster;
}
