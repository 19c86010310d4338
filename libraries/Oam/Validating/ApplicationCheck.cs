using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Expressions;
using Platform.Oam.Packages;
using Platform.Oam.Policies;
using Platform.Oam.Schemas;
using Platform.Oam.Workflows;

namespace Platform.Oam.Validating;

/// <summary>What can be checked without rendering: types, parameters, references, circles.</summary>
internal sealed class ApplicationCheck(Application application, ValidationInput input, Findings findings, DefinitionCatalog catalog)
{
    private readonly IReadOnlyDictionary<string, PackageComponent>? package = Validation.PackageOf(application, input);
    private readonly DataFlow flow = DataFlow.Of(application, findings);

    public void Run()
    {
        if (application.Components.Count == 0 && application.Source["spec"]?["components"] is { Kind: DocumentKind.List } none)
            findings.Warn(none.Fault("there are no components, so nothing is delivered"));
        foreach (var component in application.Components) Check(component);
        foreach (var policy in application.Policies.Concat(application.ExternalPolicies)) Check(policy);
        CheckDependencies();
        CheckAnnotations();
        findings.AddAll(WorkflowPlanner.Plan(application, catalog).Faults);
        CheckUnusedWarnings();
        if (input.Clusters is not { } clusters) return;
        CheckTopologies(clusters);
        CheckClustersOfSteps(clusters);
    }

    private void Check(Component component)
    {
        if (Find<ComponentDefinition>(component.Source, component.Type) is { } type) CheckProperties(component, type);
        flow.Check(component.Source, $"component '{component.Name}'", findings);
        foreach (var trait in component.Traits)
        {
            if (Find<TraitDefinition>(trait.Source, trait.Type) is { } traitType) CheckParameters(trait.Properties ?? trait.Source.Like(DocumentKind.Map), traitType, component.Inputs);
        }
    }

    /// <summary>With what comes from the package, so that it needn't be given.</summary>
    private void CheckProperties(Component component, ComponentDefinition type)
    {
        var effective = EffectiveComponent.Of(component);
        var packaged = package?.GetValueOrDefault(component.Name);
        var properties = packaged is null ? effective.Properties : PackageMerge.Properties(effective, type, packaged);
        if (packaged is not null) type = PackageMerge.Type(type);
        CheckParameters(InputPlacement.Apply(properties, component.Source, findings), type, component.Inputs);
    }

    private void CheckParameters(DocumentNode properties, Definition type, IReadOnlyList<StepInput>? inputs, bool partial = false)
    {
        SchemaCheck.Run(properties, type.Parameters, findings, type.Title, partial);
        Substitution.Check(properties, findings, inputs);
    }

    private T? Find<T>(DocumentNode source, string name)
        where T : Definition
    {
        if (name.Length == 0) return null;
        if (catalog.Find<T>(name) is { } definition) return definition;
        findings.Add((source["type"] ?? source).Fault(catalog.Unknown<T>(name)));
        return null;
    }

    private void Check(Policy policy)
    {
        if (Find<PolicyDefinition>(policy.Source, policy.Type) is not { } type) return;
        var properties = policy.Properties ?? policy.Source.Like(DocumentKind.Map);
        SchemaCheck.Run(properties, type.Parameters, findings, type.Title);
        if (policy.Type == OverridePolicy.Type) CheckOverride(properties);
        if (policy.Type == ReplicationPolicy.Type) ReplicationPolicy.Check(application, policy, findings);
        if (policy.Type == TopologyPolicy.Type && properties["namespace"] is { Text: { } name } at && !Names.IsDnsLabel(name))
            findings.Add(at.Fault($"'{name}' can't be the name of a namespace: {Names.LabelRule}"));
    }

    private void CheckOverride(DocumentNode properties)
    {
        foreach (var pattern in properties["selector"]?.Items ?? []) CheckPattern(pattern);
        foreach (var change in ApplicationReader.Maps(properties["components"]))
        {
            if (change["name"] is { } name) CheckPattern(name);
            if (TypeOf(change) is { } type && change["properties"] is { Kind: DocumentKind.Map } given) CheckParameters(given, type, null, partial: true);
            foreach (var trait in ApplicationReader.Maps(change["traits"]))
            {
                if (Find<TraitDefinition>(trait, trait["type"]?.Text ?? "") is { } traitType && trait["properties"] is { Kind: DocumentKind.Map } over)
                    CheckParameters(over, traitType, null, partial: true);
            }
        }
    }

    private void CheckPattern(DocumentNode pattern)
    {
        if (pattern.Text is not { } text) return;
        NamePattern.Parse(text, out var fault);
        if (fault is not null) findings.Add(pattern.Fault(fault));
    }

    /// <summary>The type an override is checked against: its own, or that of the components it matches when they have the same.</summary>
    private ComponentDefinition? TypeOf(DocumentNode change)
    {
        if (change["type"]?.Text is { Length: > 0 } given) return Find<ComponentDefinition>(change, given);
        var pattern = change["name"]?.Text is { Length: > 0 } name ? NamePattern.Parse(name, out _) : null;
        var types = application.Components.Where(component => pattern?.IsMatch(component.Name) != false).Select(component => component.Type).Distinct().ToList();
        return types.Count == 1 ? catalog.Find<ComponentDefinition>(types[0]) : null;
    }

    private void CheckDependencies()
    {
        var known = application.Components.Select(component => component.Name).ToList();
        foreach (var component in application.Components)
        {
            foreach (var item in component.Source["dependsOn"]?.Items.Where(item => item.Text is { } name && !known.Contains(name)) ?? [])
                findings.Add(item.Fault($"component '{component.Name}' depends on component '{item.Text}', which doesn't exist{Names.Suggestion(item.Text!, known)}"));
        }

        if (Cycles.Find(application.Components, component => component.Name, component => [.. component.DependsOn, .. flow.Needs(component.Inputs)]) is { } cycle)
            findings.Add(application.Source["spec"]!["components"]!.Fault($"components depend on each other in a circle: {cycle}"));
    }

    private void CheckAnnotations()
    {
        var annotations = application.Source["metadata"]?["annotations"];
        if (application.Annotations.GetValueOrDefault(WellKnown.AutoUpdate) == "true" && annotations?[WellKnown.PublishVersion] is { } version)
            findings.Add(version.Fault($"{WellKnown.PublishVersion} and {WellKnown.AutoUpdate} exclude each other: a counted version doesn't change by itself; take one of them out"));
        if (application.Package is { } package && input.Packages is { } packages) CheckPackage(package, packages, annotations![WellKnown.Package]!);
    }

    private void CheckPackage(PackageReference package, IReadOnlyDictionary<string, IReadOnlyList<string>> packages, DocumentNode at)
    {
        if (!packages.TryGetValue(package.Name, out var versions))
            findings.Add(at.Fault($"application package '{package.Name}' doesn't exist{Names.Suggestion(package.Name, packages.Keys)}"));
        else if (package.Newest(versions) is null)
            findings.Add(at.Fault($"application package '{package.Name}' has no version {package.Version}, only {Names.Listed([.. versions])}"));
    }

    private void CheckTopologies(IReadOnlyList<ClusterFacts> clusters)
    {
        foreach (var policy in application.Policies.Where(policy => policy.Type == TopologyPolicy.Type)) findings.AddAll(Topology.Select(policy, clusters).Faults);
        foreach (var policy in application.Policies.Where(policy => policy.Type == OverridePolicy.Type))
        {
            foreach (var name in policy.Properties?["clusters"]?.Items.Where(name => name.Text is not null && Topology.Find(name.Text, clusters) is null) ?? [])
                findings.Add(name.Fault(Topology.Unknown(name.Text!, clusters)));
        }
    }

    private void CheckClustersOfSteps(IReadOnlyList<ClusterFacts> clusters)
    {
        var steps = application.Workflow?.Steps.Concat(application.ExternalWorkflows.SelectMany(workflow => workflow.Steps)) ?? [];
        foreach (var step in steps.SelectMany(step => step.SubSteps.Prepend(step)))
        {
            if (step.Properties?["cluster"] is { Text: { Length: > 0 } name } at && Topology.Find(name, clusters) is null)
                findings.Add(at.Fault($"step '{step.Name}': {Topology.Unknown(name, clusters)}"));
        }
    }

    /// <summary>A policy that no step names has no effect.</summary>
    private void CheckUnusedWarnings()
    {
        if (application.Workflow is not { Steps.Count: > 0 } workflow) return;
        var named = workflow.Steps.SelectMany(step => step.SubSteps.Prepend(step)).SelectMany(step => ApplicationReader.TextItems(step.Properties?["policies"]).Append(step.Properties?["topology"]?.Text ?? "")).ToHashSet();
        foreach (var policy in application.Policies.Where(policy => policy.Type is TopologyPolicy.Type or OverridePolicy.Type or ReplicationPolicy.Type && !named.Contains(policy.Name)))
            findings.Warn((policy.Source["name"] ?? policy.Source).Fault($"no step names policy '{policy.Name}', so it has no effect"));
    }
}
