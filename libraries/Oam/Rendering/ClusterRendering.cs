using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Expressions;
using Platform.Oam.Policies;
using Platform.Oam.Schemas;
using Platform.Oam.Snapshots;

namespace Platform.Oam.Rendering;

/// <summary>
/// One application on one cluster: overrides, then expressions, then per component the workload, its traits in order, and
/// what every object has.
/// </summary>
internal sealed class ClusterRendering(Application application, RenderInput input, DefinitionCatalog catalog)
{
    private readonly List<RenderedObject> objects = [];
    private readonly List<MissingValue> missing = [];
    private readonly List<Need> needs = [];

    public Findings Findings { get; } = new();

    public IReadOnlyList<RenderedObject> Objects => objects;

    /// <summary>Expressions without a value; faults of several clusters are told together.</summary>
    public IReadOnlyList<MissingValue> Missing => missing;

    /// <summary>What the snapshot lacks; the components that asked for it have no objects yet.</summary>
    public IReadOnlyList<Need> Needs => needs;

    public string Namespace { get; } = input.Namespace ?? application.NamespaceOn(input.Cluster);

    public ClusterRendering Run()
    {
        foreach (var component in Overrides.Apply(application, input.Policies, input.Cluster, Findings))
        {
            if (input.Components?.Contains(component.Name) != false) Render(component);
        }

        WarnOfDuplicates();
        return this;
    }

    private void Render(EffectiveComponent component)
    {
        if (component.Type.Length == 0) return;
        if (catalog.Find<ComponentDefinition>(component.Type) is not { } type)
        {
            Findings.Add((component.Source["type"] ?? component.Source).Fault(catalog.Unknown<ComponentDefinition>(component.Type)));
            return;
        }

        var substitution = new Substitution(new(input.Cluster, input.Params, application, component.Name), Findings, missing);
        if (Parameters(type, WithPackageImage(component, type), substitution) is not { } parameters) return;
        if (Output(component, type, parameters) is not { } output) return;
        var workload = new WorkloadPatch(output.Workload, $"component '{component.Name}' ({component.Type})", Findings);
        var finish = new Finishing(application, input, Namespace, Findings);
        var traits = component.Traits.SelectMany(trait => Apply(trait, component, workload, substitution)).ToList();
        if (output.Workload is { } manifest) objects.Add(finish.Workload(component, manifest));
        objects.AddRange(output.Extras.Select(extra => finish.Extra(component, extra.Resource, extra.Manifest, null)));
        objects.AddRange(traits.Select(made => finish.Extra(component, made.Object.Resource, made.Object.Manifest, made.Trait)));
    }

    /// <summary>What the type makes; null when it has to wait for an answer from outside, or something is wrong.</summary>
    private ComponentOutput? Output(EffectiveComponent component, ComponentDefinition type, DocumentNode parameters)
    {
        var faults = Findings.FaultCount;
        var outside = new Outside(input.Snapshot, Findings);
        var output = type.Render(new(application, component.Name, input.Revision, parameters)
        {
            Cluster = input.Cluster,
            Namespace = Namespace,
            Outside = outside,
            Findings = Findings,
        });
        needs.AddRange(outside.Needs);
        return outside.IsLacking || Findings.FaultCount > faults ? null : output;
    }

    private DocumentNode WithPackageImage(EffectiveComponent component, ComponentDefinition type) =>
        input.PackageImages.TryGetValue(component.Name, out var image) && type.Parameters.Find("image") is not null
            ? DocumentMerge.With(component.Properties, "image", component.Properties.Like(DocumentKind.Text, image))
            : component.Properties;

    private List<(string Trait, NamedObject Object)> Apply(EffectiveTrait trait, EffectiveComponent component, WorkloadPatch workload, Substitution substitution)
    {
        if (trait.Type.Length == 0) return [];
        if (catalog.Find<TraitDefinition>(trait.Type) is not { } type)
        {
            Findings.Add((trait.Source["type"] ?? trait.Source).Fault(catalog.Unknown<TraitDefinition>(trait.Type)));
            return [];
        }

        if (Parameters(type, trait.Properties, substitution) is not { } parameters) return [];
        workload.Begin(trait.Title, trait.Properties);
        var context = new TraitContext { Application = application, Component = component.Name, Parameters = parameters, Workload = workload };
        type.Apply(context);
        return [.. context.Outputs.Select(output => (trait.Type, output))];
    }

    /// <summary>With expressions replaced, checked and completed; null when there are faults.</summary>
    private DocumentNode? Parameters(Definition type, DocumentNode properties, Substitution substitution)
    {
        var (faults, lacking) = (Findings.FaultCount, missing.Count);
        var replaced = substitution.Apply(properties);
        if (missing.Count > lacking) return null;
        SchemaCheck.Run(replaced, type.Parameters, Findings, type.Title);
        return Findings.FaultCount > faults ? null : SchemaDefaults.Complete(replaced, type.Parameters);
    }

    /// <summary>Upstream applies such objects one after the other, so that the last one stays.</summary>
    private void WarnOfDuplicates()
    {
        foreach (var same in objects.GroupBy(ObjectIdentities.Of).Where(group => group.Count() > 1))
        {
            var makers = Names.Listed([.. same.Select(item => item.Trait is null ? $"component '{item.Component}'" : $"trait '{item.Trait}' of '{item.Component}'").Distinct()]);
            var at = application.FindComponent(same.Last().Component)?.Source ?? application.Source;
            Findings.Warn(at.Fault($"{same.Key.Kind} '{same.Key.Name}' is made {same.Count()} times ({makers}); the last one is what stays"));
        }
    }
}
