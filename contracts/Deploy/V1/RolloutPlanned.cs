using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A rollout's plans and its parts per cluster are stored.</summary>
[InternalMessage("rollout-planned")]
[MessageUrn("platform.internal.v1.rollout-planned")]
public sealed record RolloutPlanned
{
    public required Guid Rollout { get; init; }

    /// <summary>Parts per cluster, by step.</summary>
    public IReadOnlyDictionary<string, int> Clusters { get; init; } = new Dictionary<string, int>();

    /// <summary>Waves, by step; 1 where none are named.</summary>
    public IReadOnlyDictionary<string, int> Waves { get; init; } = new Dictionary<string, int>();

    /// <summary>Clusters that have objects of earlier revisions and no part in this one.</summary>
    public required int LeftBehind { get; init; }

    /// <summary>For a person.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
