using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>An application and everything it had on clusters is gone.</summary>
[PublicEvent("platform.deploy.v1.application-deleted")]
[MessageUrn("platform.deploy.v1.application-deleted")]
public sealed record ApplicationDeleted : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Revision number.</summary>
    public required long Revision { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
