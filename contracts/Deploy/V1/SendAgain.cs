using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A service lacks facts; their owner sends the current ones again.</summary>
[InternalMessage("send-again")]
[MessageUrn("platform.internal.v1.send-again")]
public sealed record SendAgain
{
    /// <summary><c>clusters</c>, <c>inventories</c>, <c>packages</c>, or <c>definitions</c>: every revision of those that have functions for health or message.</summary>
    public required string Facts { get; init; }

    /// <summary>The service that asks.</summary>
    public required string RequestedBy { get; init; }
}
