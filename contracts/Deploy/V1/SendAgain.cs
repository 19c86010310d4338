using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A service lacks facts; their owner sends the current ones again.</summary>
[InternalMessage("send-again")]
[MessageUrn("platform.internal.v1.send-again")]
public sealed record SendAgain
{
    /// <summary>Clusters, packages or inventories.</summary>
    public required string Facts { get; init; }

    /// <summary>The service that asks.</summary>
    public required string RequestedBy { get; init; }
}
