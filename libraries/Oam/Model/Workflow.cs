using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>Spec.workflow, or an external Workflow object.</summary>
public sealed record Workflow
{
    /// <summary>Name of an external Workflow object; null within an application.</summary>
    public string? Name { get; init; }

    /// <summary>The external Workflow meant; null when steps are given here.</summary>
    public string? Ref { get; init; }

    /// <summary>How steps follow each other; null = one after the other.</summary>
    public WorkflowMode? Mode { get; init; }

    /// <summary>How sub-steps follow each other; null = by their dependencies.</summary>
    public WorkflowMode? SubStepMode { get; init; }

    /// <summary>In order.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public required DocumentNode Source { get; init; }
}
