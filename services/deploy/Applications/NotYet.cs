using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>What the language has and rollouts can't do yet: it is refused, not ignored. A line goes when rollouts can do it.</summary>
internal static class NotYet
{
    private static readonly HashSet<string> Policies =
        ["topology", "override", "apply-once", "take-over", "read-only", "shared-resource", "resource-update", "garbage-collect"];

    public static IEnumerable<Fault> Of(Application application) => [
        .. Inputs(application),
        .. application.Policies.Where(policy => !Policies.Contains(policy.Type)).Select(Policy),
    ];

    /// <summary>A deploy step applies all its components at once, so none of them can wait there for what another one gives.</summary>
    private static IEnumerable<Fault> Inputs(Application application)
    {
        if (WorkflowPlanner.Plan(application).AllSteps.FirstOrDefault(step => step.Deploy is not null) is not { } deploy)
            yield break;
        var given = application.Components.SelectMany(component => component.Outputs).Select(output => output.Name).ToHashSet();
        foreach (var component in application.Components.Where(component => component.Inputs.Any(input => given.Contains(input.From))))
            yield return component.Source["inputs"]!.Fault($"component '{component.Name}' takes a value from another component of deploy step '{deploy.Name}'; apply them one by one, with apply-component steps");
    }

    private static Fault Policy(Policy policy) =>
        policy.Source["type"]!.Fault($"rollouts don't carry out policies of type '{policy.Type}' yet, so it would have no effect; leave it out");
}
