using MassTransit;

namespace Platform.Contracts.Status.V1;

/// <summary>Time to try to tell a subscriber of an event.</summary>
[InternalMessage("deliver-notification")]
[MessageUrn("platform.internal.v1.deliver-notification")]
public sealed record DeliverNotification
{
    /// <summary>Id of the delivery's document.</summary>
    public required string Delivery { get; init; }
}
