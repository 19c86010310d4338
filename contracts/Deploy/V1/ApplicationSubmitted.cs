using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>An Application was submitted and accepted.</summary>
[PublicEvent("platform.deploy.v1.application-submitted")]
[MessageUrn("platform.deploy.v1.application-submitted")]
public sealed record ApplicationSubmitted : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Revision number.</summary>
    public required long Revision { get; init; }

    /// <summary>The rollout it started.</summary>
    public required Guid Rollout { get; init; }

    /// <summary>Who submitted it.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>Counts the application's rollouts: of two, the one with the higher number decides.</summary>
    public long Number { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
