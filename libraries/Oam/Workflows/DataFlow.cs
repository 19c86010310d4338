using Platform.Oam.Documents;
using Platform.Oam.Expressions;

namespace Platform.Oam.Workflows;

/// <summary>Which values components and steps give each other, and whether every one that is taken is given.</summary>
internal sealed class DataFlow
{
    private readonly Dictionary<string, string> givers = new(StringComparer.Ordinal);

    private DataFlow()
    {
    }

    /// <param name="application">Whose components and steps.</param>
    /// <param name="findings">Outputs that can't be read; null = somebody else tells.</param>
    public static DataFlow Of(Application application, Findings? findings = null)
    {
        var flow = new DataFlow();
        foreach (var component in application.Components) flow.Give(component.Source, $"component '{component.Name}'", component.Name, findings);
        foreach (var step in Steps(application)) flow.Give(step.Source, $"step '{step.Name}'", step.Name, findings);
        return flow;
    }

    /// <summary>Names of components and steps that have to come first, because they give what is taken here.</summary>
    public IEnumerable<string> Needs(IReadOnlyList<StepInput> inputs) => inputs.Select(input => givers.GetValueOrDefault(input.From)).OfType<string>().Distinct();

    /// <summary>Inputs that nobody gives.</summary>
    public void Check(DocumentNode owner, string title, Findings findings)
    {
        foreach (var input in ApplicationReader.Maps(owner["inputs"]))
        {
            if (input["from"] is not { Text: { } name } at || givers.ContainsKey(name)) continue;
            findings.Add(at.Fault($"{title} takes '{name}', which no component and no step gives as an output{Names.Suggestion(name, givers.Keys)}"));
        }
    }

    private static IEnumerable<WorkflowStep> Steps(Application application) =>
        (application.Workflow is { } own ? [own] : Enumerable.Empty<Workflow>()).Concat(application.ExternalWorkflows)
            .SelectMany(workflow => workflow.Steps).SelectMany(step => step.SubSteps.Prepend(step));

    private void Give(DocumentNode owner, string title, string giver, Findings? findings)
    {
        foreach (var output in ApplicationReader.Maps(owner["outputs"]))
        {
            if (output["valueFrom"] is { Text: { } text } at && OutputExpression.Parse(text, out var fault) is null)
                findings?.Add(at.Fault($"valueFrom of {title} can't be read: {fault}"));
            if (output["name"] is not { Text: { Length: > 0 } name } named) continue;
            if (!givers.TryAdd(name, giver) && givers[name] != giver)
                findings?.Warn(named.Fault($"output '{name}' of {title} is also given by '{givers[name]}'; whichever runs last is what counts"));
        }
    }
}
