using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>An application package is complete and immutable.</summary>
[PublicEvent("platform.package.v1.application-packaged")]
[MessageUrn("platform.package.v1.application-packaged")]
public sealed record ApplicationPackaged : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Package version.</summary>
    public required string Version { get; init; }

    /// <summary>Digest of the application package, <c>sha256:…</c>.</summary>
    public required string Digest { get; init; }

    /// <summary>What it holds.</summary>
    public IReadOnlyList<PackagedComponent> Components { get; init; } = [];

    /// <summary>Labels given with the request.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
