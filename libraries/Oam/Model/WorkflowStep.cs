using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>A step of a workflow as it was written.</summary>
public sealed record WorkflowStep
{
    /// <summary>Unique in the workflow; made from type and position when it has none.</summary>
    public required string Name { get; init; }

    /// <summary>E.g. <c>deploy</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Meta.alias: what people call it.</summary>
    public string? Alias { get; init; }

    /// <summary><c>always</c> or an expression; null = only when everything before succeeded.</summary>
    public string? If { get; init; }

    /// <summary>How long it may take; null = the platform's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Steps that must be done first.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Values taken from other steps.</summary>
    public IReadOnlyList<StepInput> Inputs { get; init; } = [];

    /// <summary>Values given to other steps.</summary>
    public IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>Parameters of the type; null when none are given.</summary>
    public DocumentNode? Properties { get; init; }

    /// <summary>Steps of a step-group.</summary>
    public IReadOnlyList<WorkflowStep> SubSteps { get; init; } = [];

    /// <summary>Mode of a step-group's own sub-steps, when it says one.</summary>
    public WorkflowMode? Mode { get; init; }

    /// <summary>Where it stands.</summary>
    public required DocumentNode Source { get; init; }
}
