namespace Platform.Oam;

/// <summary>The steps an application goes through.</summary>
/// <param name="Mode">How they follow each other.</param>
/// <param name="Steps">In order.</param>
/// <param name="Faults">What can't be planned; the steps are as far as they go then.</param>
public sealed record WorkflowPlan(WorkflowMode Mode, IReadOnlyList<PlannedStep> Steps, IReadOnlyList<Fault> Faults)
{
    /// <summary>All steps, groups before their members.</summary>
    public IEnumerable<PlannedStep> AllSteps => Steps.SelectMany(step => step.SubSteps.Prepend(step));
}
