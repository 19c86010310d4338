using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Time to repair an object that drifted; the document says what and whether it still is to be.</summary>
[InternalMessage("repair-resource")]
[MessageUrn("platform.internal.v1.repair-resource")]
public sealed record RepairResource
{
    /// <summary>Id of the drift's document.</summary>
    public required string Drift { get; init; }
}
