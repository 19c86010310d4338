using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>The parts of a rollback are stored.</summary>
[InternalMessage("rollback-planned")]
[MessageUrn("platform.internal.v1.rollback-planned")]
public sealed record RollbackPlanned
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the rollback's step.</summary>
    public required string Step { get; init; }

    /// <summary>Clusters that go back.</summary>
    public required int Clusters { get; init; }

    /// <summary>How many of them go back to which revision; 0 stands for none: what was not there before is removed.</summary>
    public IReadOnlyDictionary<long, int> Revisions { get; init; } = new Dictionary<long, int>();

    /// <summary>Why it can't be done; null when it can.</summary>
    public string? Failure { get; init; }
}
