using Platform.Contracts.Deploy.V1;
using Platform.Messaging;

namespace Platform.Deploy.Rollouts;

/// <summary>One run of a revision's workflow: the saga's state. Its id follows from application and number.</summary>
internal sealed class RolloutDocument : SagaDocument
{
    private static readonly Guid Scope = new("6d0c8f5e-0a51-4f0e-9c53-6b8f3a2f7c11");

    public string Namespace { get; set; } = "";

    public string Application { get; set; } = "";

    /// <summary><c>namespace/application</c>.</summary>
    public string ApplicationKey { get; set; } = "";

    /// <summary>Counts the application's rollouts: work of a lower number gives way to that of a higher one.</summary>
    public long Number { get; set; }

    public long Revision { get; set; }

    public RolloutKind Kind { get; set; }

    /// <summary>The only clusters it brings its revision to, since the others have it; null = all of the topology.</summary>
    public List<string>? Late { get; set; }

    /// <summary>It begins only when older rollouts of the application have ended.</summary>
    public bool Waits { get; set; }

    public string StartedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it ended as it did, for a person.</summary>
    public string? Reason { get; set; }

    public List<RolloutStep> Steps { get; set; } = [];

    /// <summary>Its clusters are fixed and what goes to them is rendered.</summary>
    public bool Planned { get; set; }

    /// <summary>When a plan was first asked for.</summary>
    public DateTimeOffset? PlanningSince { get; set; }

    /// <summary>
    /// Orders the rollout's own work on a cluster: each rollback, and each retry after one, has a higher turn than what came before,
    /// and gives way to none of it.
    /// </summary>
    public int Turn { get; set; }

    /// <summary>It is undone, or was.</summary>
    public bool RollingBack { get; set; }

    /// <summary>The policy wants it undone, which the saga has yet to begin.</summary>
    public RollbackOrder? RollbackWanted { get; set; }

    /// <summary>What steps gave for others, by the outputs' names, as JSON.</summary>
    public Dictionary<string, string> Values { get; set; } = [];

    public List<string> Warnings { get; set; } = [];

    /// <summary>What somebody asked for and the saga has not done yet: nothing else may be asked for meanwhile.</summary>
    public string? Asked { get; set; }

    /// <summary>When the saga has to look at itself.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public RolloutPhase Phase => Enum.TryParse<RolloutPhase>(CurrentState, out var phase) ? phase : RolloutPhase.Pending;

    public bool Ended => Phase is RolloutPhase.Succeeded or RolloutPhase.Failed or RolloutPhase.Cancelled or RolloutPhase.RolledBack or RolloutPhase.Superseded;

    public static Guid IdOf(string applicationKey, long number) => NameBasedId.Of(Scope, $"{applicationKey}/{number}");

    public RolloutStep? Find(string step) => Steps.Find(known => known.Name == step);
}
