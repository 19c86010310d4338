using Platform.Deploy.Rollouts;
using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>Conditions of steps that can't be read, or ask for steps there aren't; a rule of superseding that isn't one.</summary>
internal static class RolloutCheck
{
    public static IEnumerable<Fault> Of(Application application)
    {
        if (!SupersedeRules.TryRead(application, out _))
            yield return application.Source["metadata"]!["annotations"]![SupersedeRules.Annotation]!.Fault($"{SupersedeRules.Annotation} is replace, wait or refuse");
        var steps = (application.Workflow is { } own ? [own] : Enumerable.Empty<Oam.Workflow>()).Concat(application.ExternalWorkflows)
            .SelectMany(workflow => workflow.Steps).SelectMany(step => step.SubSteps.Prepend(step)).ToList();
        foreach (var step in steps)
        {
            if (step.If is not { } text || step.Source["if"] is not { } at)
                continue;
            if (StepCondition.Parse(text, out var fault) is not { } condition)
                yield return at.Fault($"the condition can't be read: {fault}");
            else if (condition.Steps.FirstOrDefault(name => steps.TrueForAll(known => known.Name != name)) is { } missing)
                yield return at.Fault($"the condition asks for step '{missing}', which doesn't exist");
        }
    }
}
