using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Do what a step does beside its work on clusters.</summary>
[InternalMessage("run-task")]
[MessageUrn("platform.internal.v1.run-task")]
public sealed record RunTask
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }

    /// <summary>Which run of the step.</summary>
    public required int Run { get; init; }

    public required TaskStage Stage { get; init; }
}
