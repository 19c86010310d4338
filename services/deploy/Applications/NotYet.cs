using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>What the language has and rollouts can't do yet: it is refused, not ignored. A line goes when rollouts can do it.</summary>
internal static class NotYet
{
    private static readonly HashSet<string> Policies = ["topology", "override"];
    private static readonly HashSet<string> Steps = ["deploy", "apply-component", "suspend"];

    public static IEnumerable<Fault> Of(Application application) => [
        .. application.Components.SelectMany(Component),
        .. application.Policies.Where(policy => !Policies.Contains(policy.Type)).Select(Policy),
        .. (application.Workflow is { } own ? [own] : Enumerable.Empty<Workflow>()).Concat(application.ExternalWorkflows)
            .SelectMany(workflow => workflow.Steps).SelectMany(Step),
    ];

    private static IEnumerable<Fault> Component(Component component)
    {
        if (component.Inputs.Count > 0)
            yield return component.Source["inputs"]!.Fault($"component '{component.Name}': rollouts can't pass values between components yet; leave inputs out");
    }

    private static Fault Policy(Policy policy) =>
        policy.Source["type"]!.Fault($"rollouts don't carry out policies of type '{policy.Type}' yet, so it would have no effect; leave it out");

    private static IEnumerable<Fault> Step(WorkflowStep step)
    {
        if (step.Type.Length > 0 && !Steps.Contains(step.Type))
            yield return step.Source["type"]!.Fault($"rollouts can't run steps of type '{step.Type}' yet, only {string.Join(", ", Steps)}");
        if (step.If is not null and not "always")
            yield return step.Source["if"]!.Fault("expressions aren't supported yet; leave 'if' out, or write always");
        if (step.Inputs.Count > 0 || step.Outputs.Count > 0)
            yield return step.Source.Fault($"step '{step.Name}': rollouts can't pass values between steps yet; leave inputs and outputs out");
    }
}
