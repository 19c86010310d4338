using Platform.Oam.Components;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Plugins;
using Platform.Oam.Policies;
using Platform.Oam.Steps;
using Platform.Oam.Workflows;

namespace Platform.Oam;

/// <summary>Turns an application's workflow, or the default one, into steps that can be run.</summary>
public static class WorkflowPlanner
{
    /// <summary>The plan; faults say which steps can't be.</summary>
    public static WorkflowPlan Plan(Application application, DefinitionCatalog? definitions = null)
    {
        var findings = new Findings();
        definitions ??= DefinitionCatalog.BuiltIn;
        application = Expansion.Apply(application, definitions, findings);
        if (application.Workflow is not { } workflow) return new(WorkflowMode.Dag, DefaultSteps(application), findings.Faults());
        if (workflow.Ref is { } name)
        {
            if (application.ExternalWorkflows.FirstOrDefault(external => external.Name == name) is not { } external)
            {
                var known = application.ExternalWorkflows.Select(other => other.Name ?? "");
                var at = workflow.Source["ref"] ?? workflow.Source;
                return new(WorkflowMode.Dag, [], [at.Fault($"there is no Workflow '{name}' in this file{Names.Suggestion(name, known)}")]);
            }

            workflow = external;
        }

        // A workflow that only says a mode still means the default steps.
        if (workflow.Steps.Count == 0) return new(workflow.Mode ?? WorkflowMode.Dag, DefaultSteps(application), findings.Faults());
        var planning = new StepPlanning(application, workflow, findings, definitions);
        var steps = planning.Plan();
        return new(workflow.Mode ?? WorkflowMode.StepByStep, steps, findings.Faults());
    }

    /// <summary>
    /// Without a workflow: a deploy per topology with all overrides; else one deploy when there are overrides or referenced
    /// objects; else every component by itself, in the order its dependencies allow.
    /// </summary>
    private static List<PlannedStep> DefaultSteps(Application application)
    {
        var topologies = application.Policies.Where(policy => policy.Type == TopologyPolicy.Type).Select(policy => policy.Name).ToList();
        var overrides = application.Policies.Where(policy => policy.Type == OverridePolicy.Type).Select(policy => policy.Name).ToList();
        if (topologies.Count > 0) return [.. topologies.Select(topology => Deploy($"deploy-{topology}", [topology], overrides))];
        var copiesObjects = application.Components.Any(component => component.Type == ReferencedObjects.Type);
        var flow = DataFlow.Of(application);
        if (overrides.Count > 0 || copiesObjects) return [Deploy("deploy", [], overrides)];
        return [.. application.Components.Select(component => ApplyComponent(component, flow))];
    }

    private static PlannedStep Deploy(string name, IReadOnlyList<string> topologies, IReadOnlyList<string> overrides) => new()
    {
        Name = name,
        Type = DeployStepType.Type,
        Properties = new() { ["policies"] = new System.Text.Json.Nodes.JsonArray([.. topologies.Concat(overrides).Select(policy => (System.Text.Json.Nodes.JsonNode)policy)]) },
        Deploy = new(topologies, overrides, Auto: true, Parallelism: 5),
    };

    private static PlannedStep ApplyComponent(Component component, DataFlow flow) => new()
    {
        Name = component.Name,
        Type = ApplyComponentStepType.Type,
        DependsOn = [.. component.DependsOn.Union(flow.Needs(component.Inputs))],
        Inputs = component.Inputs,
        Outputs = component.Outputs,
        Properties = new() { ["component"] = component.Name },
        ApplyComponent = new(component.Name, null),
    };
}
