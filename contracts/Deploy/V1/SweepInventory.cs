using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Look again for objects whose apply was never answered: they may have come into being after they were looked for.</summary>
[InternalMessage("sweep-inventory")]
[MessageUrn("platform.internal.v1.sweep-inventory")]
public sealed record SweepInventory
{
    /// <summary><c>namespace/application/cluster</c></summary>
    public required string Inventory { get; init; }
}
