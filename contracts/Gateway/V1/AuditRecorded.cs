using MassTransit;

namespace Platform.Contracts.Gateway.V1;

/// <summary>Somebody did something through the gateway.</summary>
[PublicEvent("platform.gateway.v1.audit-recorded")]
[MessageUrn("platform.gateway.v1.audit-recorded")]
public sealed record AuditRecorded : IPublicEvent
{
    /// <summary>Who.</summary>
    public required string Actor { get; init; }

    /// <summary>Method and path.</summary>
    public required string Action { get; init; }

    /// <summary>HTTP status answered.</summary>
    public required int Outcome { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => null;
}
