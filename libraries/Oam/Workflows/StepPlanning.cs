using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Expressions;
using Platform.Oam.Policies;
using Platform.Oam.Schemas;
using Platform.Oam.Steps;

namespace Platform.Oam.Workflows;

/// <summary>Plans the steps somebody wrote.</summary>
internal sealed class StepPlanning(Application application, Workflow workflow, Findings findings, DefinitionCatalog catalog)
{
    private readonly DataFlow flow = DataFlow.Of(application);

    public List<PlannedStep> Plan()
    {
        var steps = workflow.Steps.Select(step => Plan(step)).OfType<PlannedStep>().ToList();
        CheckDependencies(workflow.Steps);
        return steps;
    }

    private PlannedStep? Plan(WorkflowStep step, bool isSubStep = false)
    {
        if (step.Type.Length == 0) return null;
        if (catalog.Find<StepDefinition>(step.Type) is not { } type)
        {
            findings.Add((step.Source["type"] ?? step.Source).Fault(catalog.Unknown<StepDefinition>(step.Type)));
            return null;
        }

        CheckSubSteps(step, isSubStep);
        var before = findings.FaultCount;
        flow.Check(step.Source, $"step '{step.Name}'", findings);
        var properties = InputPlacement.Apply(step.Properties ?? step.Source.Like(DocumentKind.Map), step.Source, findings);
        SchemaCheck.Run(properties, type.Parameters, findings, type.Title);
        Substitution.Check(properties, findings, step.Inputs);
        if (findings.FaultCount > before) return null;
        var planned = Details(Planned(step, SchemaDefaults.Complete(properties, type.Parameters)), step);
        return planned with { SubSteps = [.. step.SubSteps.Select(sub => Plan(sub, isSubStep: true)).OfType<PlannedStep>()] };
    }

    private void CheckSubSteps(WorkflowStep step, bool isSubStep)
    {
        if (step.Type == StepGroupStepType.Type && step.SubSteps.Count == 0)
            findings.Warn(step.Source.Fault($"step-group '{step.Name}' has no subSteps, so it does nothing"));
        if (isSubStep && step.Type == StepGroupStepType.Type)
            findings.Add(step.Source.Fault("a step-group can't stand within another"));
        else if (step.SubSteps.Count > 0 && step.Type != StepGroupStepType.Type)
            findings.Add(step.Source["subSteps"]!.Fault(isSubStep ? "a sub-step can't have sub-steps" : $"a {step.Type} step can't have sub-steps; a step-group can"));
    }

    private PlannedStep Planned(WorkflowStep step, DocumentNode properties) => new()
    {
        Name = step.Name,
        Type = step.Type,
        Alias = step.Alias,
        If = step.If,
        Timeout = step.Timeout,
        DependsOn = [.. step.DependsOn.Union(flow.Needs(step.Inputs))],
        Inputs = step.Inputs,
        Outputs = step.Outputs,
        Properties = (JsonObject)properties.ToJson()!,
        SubStepMode = step.Mode ?? workflow.SubStepMode ?? WorkflowMode.Dag,
    };

    private PlannedStep Details(PlannedStep planned, WorkflowStep step) => step.Type switch
    {
        DeployStepType.Type => planned with { Deploy = Deploy(planned, step) },
        ApplyComponentStepType.Type => planned with { ApplyComponent = ApplyComponent(planned, step) },
        SuspendStepType.Type => planned with { Suspend = Suspend(planned, step) },
        _ => planned,
    };

    private DeployStep Deploy(PlannedStep planned, WorkflowStep step)
    {
        var (topologies, overrides, replications) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var item in step.Properties?["policies"]?.Items ?? [])
        {
            var name = item.Text ?? "";
            switch (application.FindPolicy(name))
            {
                case null:
                    findings.Add(item.Fault($"step '{step.Name}' names policy '{name}', which doesn't exist{Names.Suggestion(name, KnownPolicies())}"));
                    break;
                case { Type: TopologyPolicy.Type }:
                    topologies.Add(name);
                    break;
                case { Type: OverridePolicy.Type }:
                    overrides.Add(name);
                    break;
                case { Type: ReplicationPolicy.Type }:
                    replications.Add(name);
                    break;
                case { } other:
                    findings.Add(item.Fault($"step '{step.Name}' names policy '{name}' of type '{other.Type}'; a deploy step takes topology, override and replication policies"));
                    break;
            }
        }

        return new(
            topologies, overrides, planned.Properties["auto"]!.GetValue<bool>(), (int)planned.Properties["parallelism"]!.GetValue<long>(),
            StrategyType.Read(step.Properties?["strategy"], findings))
        { Replications = replications };
    }

    private IEnumerable<string> KnownPolicies() => application.Policies.Concat(application.ExternalPolicies).Select(policy => policy.Name);

    private ApplyComponentStep ApplyComponent(PlannedStep planned, WorkflowStep step)
    {
        var name = planned.Properties["component"]!.GetValue<string>();
        var cluster = planned.Properties["cluster"]!.GetValue<string>();
        if (application.FindComponent(name) is null)
        {
            var known = application.Components.Select(component => component.Name);
            findings.Add(step.Properties!["component"]!.Fault($"step '{step.Name}' names component '{name}', which doesn't exist{Names.Suggestion(name, known)}"));
        }

        return new(name, cluster.Length == 0 ? null : cluster);
    }

    private SuspendStep Suspend(PlannedStep planned, WorkflowStep step)
    {
        var message = planned.Properties["message"]?.GetValue<string>();
        if (planned.Properties["duration"]?.GetValue<string>() is not { } text) return new(null, message);
        if (Durations.TryParse(text, out var duration)) return new(duration, message);
        findings.Add(step.Properties!["duration"]!.Fault($"'{text}' isn't a duration; write {Durations.Expected}"));
        return new(null, message);
    }

    private void CheckDependencies(IReadOnlyList<WorkflowStep> steps)
    {
        var known = steps.SelectMany(step => step.SubSteps.Prepend(step)).Select(step => step.Name).ToHashSet();
        foreach (var step in steps.SelectMany(step => step.SubSteps.Prepend(step)))
        {
            foreach (var name in step.DependsOn.Where(name => !known.Contains(name)))
                findings.Add((step.Source["dependsOn"] ?? step.Source).Fault($"step '{step.Name}' depends on step '{name}', which doesn't exist{Names.Suggestion(name, known)}"));
        }

        if (Cycles.Find(steps.SelectMany(step => step.SubSteps.Prepend(step)), step => step.Name, step => [.. step.DependsOn, .. flow.Needs(step.Inputs)]) is { } cycle)
            findings.Add((workflow.Source["steps"] ?? workflow.Source).Fault($"steps depend on each other in a circle: {cycle}"));
        else if (workflow.Mode is null or WorkflowMode.StepByStep) CheckOrder(steps);
    }

    /// <summary>One after the other, a step can't wait for one behind it.</summary>
    private void CheckOrder(IReadOnlyList<WorkflowStep> steps)
    {
        var places = steps.Select((step, place) => (step.Name, place)).DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.place, StringComparer.Ordinal);
        foreach (var (step, place) in steps.Select((step, place) => (step, place)))
        {
            foreach (var later in step.DependsOn.Concat(flow.Needs(step.Inputs)).Where(name => places.GetValueOrDefault(name, -1) > place))
                findings.Add(step.Source.Fault($"step '{step.Name}' needs step '{later}', which comes after it; change their order, or write mode: {{steps: DAG}}"));
        }
    }
}
