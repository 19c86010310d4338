using Platform.Deploy.Tasks;
using Platform.Oam;

namespace Platform.Deploy.Rollouts;

/// <summary>Makes a rollout's steps from an application's workflow.</summary>
internal static class RolloutSteps
{
    /// <summary>What the step that removes what earlier revisions left behind is called.</summary>
    public const string LeftBehind = "remove-left-behind";

    /// <summary>What the step is called that deletes what may not go without approval.</summary>
    public const string Deletions = "delete-unwanted";

    public static List<RolloutStep> Of(Application application)
    {
        var plan = WorkflowPlanner.Plan(application);
        var steps = new List<RolloutStep>();
        AddAll(steps, plan.Steps, null, plan.Mode, application);
        return steps;
    }

    private static void AddAll(List<RolloutStep> steps, IReadOnlyList<PlannedStep> planned, string? group, WorkflowMode mode, Application application)
    {
        var earlier = (RolloutStep?)null;
        foreach (var step in planned)
        {
            var made = Of(step, group, application);
            if (mode == WorkflowMode.StepByStep && earlier is not null && !made.DependsOn.Contains(earlier.Name))
                made.DependsOn.Add(earlier.Name);
            steps.Add(made);
            AddAll(steps, step.SubSteps, step.Name, step.SubStepMode, application);
            earlier = made;
        }
    }

    /// <summary>The one step of a rollout that removes an application.</summary>
    public static List<RolloutStep> OfRemoval() => [new() { Name = RolloutStep.RemoveType, Type = RolloutStep.RemoveType }];

    /// <summary>
    /// The step after all others that clears the clusters the application no longer goes to. Nobody waits for clusters that can't be
    /// reached: what is to go there is remembered.
    /// </summary>
    public static RolloutStep OfLeftBehind(IEnumerable<RolloutStep> others, int clusters) => new()
    {
        Name = LeftBehind,
        Type = RolloutStep.RemoveType,
        DependsOn = [.. others.Select(step => step.Name)],
        Planned = clusters,
    };

    /// <summary>The step after all others that deletes, once somebody approves, what is too much to go by itself.</summary>
    public static RolloutStep OfDeletions(IEnumerable<RolloutStep> others, int clusters) => new()
    {
        Name = Deletions,
        Type = Deletions,
        DependsOn = [.. others.Select(step => step.Name)],
        NeedsApproval = true,
        Message = $"on {clusters} clusters more would be deleted than goes without approval: see the clusters' warnings",
        Planned = clusters,
    };

    private static RolloutStep Of(PlannedStep step, string? group, Application application) => new()
    {
        Name = step.Name,
        Type = step.Type,
        Alias = step.Alias,
        DependsOn = [.. step.DependsOn],
        Group = group,
        If = step.If,
        Work = WorkOf(step.Type),
        Late = ObjectSteps.Contains(step.Type) || Delivered(step, application).Any(component => component.Inputs.Count > 0),
        Gives = step.Outputs.Count > 0 || Delivered(step, application).Any(component => component.Outputs.Count > 0),
        Timeout = step.Timeout,
        NeedsApproval = step.Deploy is { Auto: false },
        Duration = step.Suspend?.Duration,
        Message = step.Suspend?.Message,
        Strategy = StepStrategy.Of(step.Deploy?.Strategy),
    };

    private static IEnumerable<Component> Delivered(PlannedStep step, Application application) => application.Components.Where(component =>
        step.Deploy is not null || step.ApplyComponent?.Component == component.Name);

    private static StepWork WorkOf(string type) => type switch
    {
        RolloutStep.SuspendType => StepWork.Waiting,
        "step-group" => StepWork.Group,
        "deploy" or "apply-component" => StepWork.Clusters,
        _ => ObjectSteps.Contains(type) ? StepWork.Clusters : StepWork.Task,
    };
}
