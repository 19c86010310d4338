using System.Text.Json.Nodes;

namespace Platform.Oam;

/// <summary>A step, ready to be run: its properties are checked and what they name exists.</summary>
public sealed record PlannedStep
{
    /// <summary>Unique in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>E.g. <c>deploy</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What people call it.</summary>
    public string? Alias { get; init; }

    /// <summary><c>always</c> or an expression; null = only when everything before succeeded.</summary>
    public string? If { get; init; }

    /// <summary>How long it may take; null = the platform's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Names of steps that must be done first (in a DAG: inputs count as dependencies too).</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Values taken from other steps.</summary>
    public IReadOnlyList<StepInput> Inputs { get; init; } = [];

    /// <summary>Values given to other steps.</summary>
    public IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>Parameters with defaults filled in.</summary>
    public required JsonObject Properties { get; init; }

    /// <summary>What a <c>deploy</c> step does; null for other types.</summary>
    public DeployStep? Deploy { get; init; }

    /// <summary>What an <c>apply-component</c> step does; null for other types.</summary>
    public ApplyComponentStep? ApplyComponent { get; init; }

    /// <summary>What a <c>suspend</c> step does; null for other types.</summary>
    public SuspendStep? Suspend { get; init; }

    /// <summary>Members of a step-group; empty for other types.</summary>
    public IReadOnlyList<PlannedStep> SubSteps { get; init; } = [];

    /// <summary>How sub-steps follow each other.</summary>
    public WorkflowMode SubStepMode { get; init; } = WorkflowMode.Dag;
}
