using Platform.Oam;

namespace Platform.Deploy.Rollouts;

/// <summary>Makes a rollout's steps from an application's workflow.</summary>
internal static class RolloutSteps
{
    /// <summary>What the step that removes what earlier revisions left behind is called.</summary>
    public const string LeftBehind = "remove-left-behind";

    public static List<RolloutStep> Of(WorkflowPlan plan)
    {
        var steps = plan.AllSteps.Select(Of).ToList();
        if (plan.Mode == WorkflowMode.StepByStep)
        {
            foreach (var (earlier, later) in steps.Zip(steps.Skip(1)))
            {
                if (!later.DependsOn.Contains(earlier.Name))
                    later.DependsOn.Add(earlier.Name);
            }
        }

        return steps;
    }

    /// <summary>The one step of a rollout that removes an application.</summary>
    public static List<RolloutStep> OfRemoval() => [new() { Name = RolloutStep.RemoveType, Type = RolloutStep.RemoveType, Timeout = TimeSpan.MaxValue }];

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

    private static RolloutStep Of(PlannedStep step) => new()
    {
        Name = step.Name,
        Type = step.Type,
        Alias = step.Alias,
        DependsOn = [.. step.DependsOn],
        Always = step.If == "always",
        Timeout = step.Timeout,
        NeedsApproval = step.Deploy is { Auto: false },
        Duration = step.Suspend?.Duration,
        Message = step.Suspend?.Message,
        Strategy = StepStrategy.Of(step.Deploy?.Strategy),
    };
}
