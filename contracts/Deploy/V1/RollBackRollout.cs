using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Somebody wants a rollout undone.</summary>
[InternalMessage("roll-back-rollout")]
[MessageUrn("platform.internal.v1.roll-back-rollout")]
public sealed record RollBackRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>The revision to go back to; null for what was last well on each cluster.</summary>
    public long? ToRevision { get; init; }

    /// <summary>The clusters that go back; null for all.</summary>
    public IReadOnlyList<string>? Clusters { get; init; }
}
