using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Plugins.Scripts;
using Platform.Oam.Policies;
using Platform.Oam.Schemas;

namespace Platform.Oam.Plugins;

/// <summary>
/// Replaces policies and steps whose types are plug-ins by the override or built-in step they stand for, so that planning and
/// rollouts know built-in ones only. What can't be replaced stays, and a fault says why.
/// </summary>
internal sealed class Expansion(Application application, DefinitionCatalog catalog, Findings findings)
{
    /// <summary>The same application when it uses no such types.</summary>
    public static Application Apply(Application application, DefinitionCatalog catalog, Findings findings) =>
        ReferenceEquals(catalog, DefinitionCatalog.BuiltIn) ? application : new Expansion(application, catalog, findings).Run();

    private Application Run() => application with
    {
        Policies = [.. application.Policies.Select(Policy)],
        ExternalPolicies = [.. application.ExternalPolicies.Select(Policy)],
        Workflow = application.Workflow is { } workflow ? Workflow(workflow) : null,
        ExternalWorkflows = [.. application.ExternalWorkflows.Select(Workflow)],
    };

    private Policy Policy(Policy policy)
    {
        if (catalog.Find<PolicyDefinition>(policy.Type) is not { Overrides: { } render } type) return policy;
        return Run(type, render, policy.Name, policy.Properties, policy.Source) is { } made
            ? policy with { Type = OverridePolicy.Type, Properties = DocumentFromJson.Read(made, policy.Source) }
            : policy;
    }

    private Workflow Workflow(Workflow workflow) => workflow with { Steps = [.. workflow.Steps.Select(Step)] };

    private WorkflowStep Step(WorkflowStep step)
    {
        if (catalog.Find<StepDefinition>(step.Type) is not { Step: { } render } type) return step with { SubSteps = [.. step.SubSteps.Select(Step)] };
        if (Run(type, render, step.Name, step.Properties, step.Source) is not { } made) return step;
        var became = made["type"]?.ToString() ?? "";
        if (catalog.Find<StepDefinition>(became) is not { Step: null })
        {
            findings.Add((step.Source["type"] ?? step.Source).Fault($"{type.Title} stands for a step of type '{became}', which isn't a built-in one"));
            return step;
        }

        return step with { Type = became, Properties = made["properties"] is { } properties ? DocumentFromJson.Read(properties, step.Source) : null };
    }

    private JsonObject? Run(Definition type, Func<JsonObject, JsonObject> render, string name, DocumentNode? properties, DocumentNode source)
    {
        var given = properties ?? source.Like(DocumentKind.Map);
        var faults = findings.FaultCount;
        SchemaCheck.Run(given, type.Parameters, findings, type.Title);
        if (findings.FaultCount > faults) return null;
        try
        {
            return render(PluginTypes.Context(application, name, SchemaDefaults.Complete(given, type.Parameters)));
        }
        catch (ScriptException e)
        {
            findings.Add(source.Fault($"the definition of {type.Title} failed: {e.Message}"));
            return null;
        }
    }
}
