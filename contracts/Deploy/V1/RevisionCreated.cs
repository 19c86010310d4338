using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A revision was made: an immutable snapshot.</summary>
[PublicEvent("platform.deploy.v1.revision-created")]
[MessageUrn("platform.deploy.v1.revision-created")]
public sealed record RevisionCreated : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Revision number.</summary>
    public required long Revision { get; init; }

    /// <summary>Digest of the application package it pins.</summary>
    public string? PackageDigest { get; init; }

    /// <summary>Names of its components.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
