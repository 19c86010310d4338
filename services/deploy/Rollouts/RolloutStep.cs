using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>A step of a rollout, with how far it is.</summary>
internal sealed class RolloutStep
{
    /// <summary>Type of the step that removes what earlier revisions left on clusters, and of the one step of a removal.</summary>
    public const string RemoveType = "remove";

    /// <summary>Type of the steps that undo what the rollout did.</summary>
    public const string RollbackType = "rollback";

    public const string SuspendType = "suspend";

    public string Name { get; set; } = "";

    public string Type { get; set; } = "";

    public string? Alias { get; set; }

    public List<string> DependsOn { get; set; } = [];

    /// <summary>How long it may take; null = the platform's default.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Somebody has to approve before it begins.</summary>
    public bool NeedsApproval { get; set; }

    /// <summary>A suspension that ends by itself.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>Shown while it waits.</summary>
    public string? Message { get; set; }

    public StepPhase Phase { get; set; }

    /// <summary>Why it is where it is, for a person.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When a suspension ends by itself, or its time to wait is over.</summary>
    public DateTimeOffset? ResumeAt { get; set; }

    /// <summary>When it fails unless it is done.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>When its work is sent again unless there was news.</summary>
    public DateTimeOffset? NudgeAt { get; set; }

    /// <summary>How often it was begun: a retry begins it again.</summary>
    public int Run { get; set; }

    /// <summary>See <see cref="RolloutDocument.Turn"/>.</summary>
    public int Turn { get; set; }

    /// <summary>How it goes over its clusters; null = all at once.</summary>
    public StepStrategy? Strategy { get; set; }

    /// <summary>The wave it is in, from 1.</summary>
    public int Wave { get; set; }

    /// <summary>How many waves there are, from planning.</summary>
    public int WaveCount { get; set; }

    public WavePhase WavePhase { get; set; }

    /// <summary>Clusters of the wave, and of those before, that were done when counted last.</summary>
    public int WaveDone { get; set; }

    /// <summary>Clusters that had failed when a wave was left last: they are taken back already.</summary>
    public int FailuresSeen { get; set; }

    /// <summary>What a rollback takes back; null for other steps.</summary>
    public RollbackOrder? Rollback { get; set; }

    /// <summary>Clusters it goes to, from planning.</summary>
    public int Planned { get; set; }

    /// <summary>Clusters per phase, as counted last.</summary>
    public Dictionary<string, int> Clusters { get; set; } = [];

    /// <summary>The group it is in; null = none.</summary>
    public string? Group { get; set; }

    /// <summary>A condition it only runs under; null = when nothing before it failed.</summary>
    public string? If { get; set; }

    /// <summary>It failed because its time was over.</summary>
    public bool TimedOut { get; set; }

    /// <summary>What kind of work it is.</summary>
    public StepWork Work { get; set; } = StepWork.Clusters;

    /// <summary>What it applies is rendered when it begins, since it needs values of earlier steps.</summary>
    public bool Late { get; set; }

    /// <summary>It, or a component it delivers, has values for others.</summary>
    public bool Gives { get; set; }

    /// <summary>What is being done for it beside its work on clusters.</summary>
    public TaskStage Stage { get; set; }

    /// <summary>Answers to the task that asked for patience.</summary>
    public int TaskTries { get; set; }

    /// <summary>Answers to the task that were failures.</summary>
    public int TaskFailures { get; set; }

    /// <summary>It works on clusters.</summary>
    public bool WorksOnClusters => Work == StepWork.Clusters;

    /// <summary>When its time is over if it begins now; null = never.</summary>
    public DateTimeOffset? DeadlineFrom(DateTimeOffset now, DeployOptions options) =>
        (Timeout ?? (Type == RemoveType ? options.RemovalPatience : options.StepTimeout)) is var timeout && timeout < TimeSpan.FromDays(3650) ? now + timeout : null;

    public bool Finished => Phase is StepPhase.Succeeded or StepPhase.Failed or StepPhase.Skipped;
}
