using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>What came of a step's task.</summary>
[InternalMessage("task-ended")]
[MessageUrn("platform.internal.v1.task-ended")]
public sealed record TaskEnded
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }

    /// <summary>Which run of the step.</summary>
    public required int Run { get; init; }

    public required TaskStage Stage { get; init; }

    public required TaskOutcome Outcome { get; init; }

    /// <summary>For a person.</summary>
    public string? Reason { get; init; }

    /// <summary>Values it gives to others, as JSON.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
}
