using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Send the parts of a step to the pool that are still to be done; asked again, what got lost is sent again.</summary>
[InternalMessage("run-step")]
[MessageUrn("platform.internal.v1.run-step")]
public sealed record RunStep
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }

    /// <summary>Which run of the step: a retry runs it again.</summary>
    public required int Run { get; init; }

    /// <summary>Orders it among the rollout's work on a cluster: a rollback comes after what it undoes, a retry after that.</summary>
    public int Turn { get; init; }

    /// <summary>Only parts of waves up to this one; null for all.</summary>
    public int? Wave { get; init; }

    /// <summary>So many clusters at once; null for all.</summary>
    public int? AtOnce { get; init; }

    /// <summary>Also what seems to be under way: whoever worked on it is gone.</summary>
    public bool Everything { get; init; }
}
