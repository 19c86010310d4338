namespace Platform.Status.Applications;

/// <summary>Phase and health of an application, from its rollouts' events and the observations of its parts. The id is namespace/name.</summary>
internal sealed class ApplicationDocument : OutboxDocument, IExpires
{
    public string Namespace { get; set; } = "";

    public string Application { get; set; } = "";

    /// <summary>The newest revision heard of.</summary>
    public long Revision { get; set; }

    /// <summary>The rollout that decides the phase.</summary>
    public Guid Rollout { get; set; }

    /// <summary>Its number: rollouts of lower ones are over, whatever is still heard of them.</summary>
    public long RolloutNumber { get; set; }

    /// <summary>Rollouts that decided it before: late news of them is not news.</summary>
    public List<Guid> EarlierRollouts { get; set; } = [];

    /// <summary>What the rollout is doing; <see cref="ApplicationPhase.Running"/> once it has ended well.</summary>
    public ApplicationPhase Workflow { get; set; }

    /// <summary>Position of the event that said so.</summary>
    public long WorkflowAt { get; set; }

    /// <summary>The rollout takes the application off its clusters.</summary>
    public bool Removing { get; set; }

    public List<ClusterPart> Clusters { get; set; } = [];

    /// <summary>It is gone; kept for a while against late news.</summary>
    public bool Deleted { get; set; }

    /// <summary>What was announced last.</summary>
    public AnnouncedStatus? Announced { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}
