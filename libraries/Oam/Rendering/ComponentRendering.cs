using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Expressions;
using Platform.Oam.Packages;
using Platform.Oam.Policies;
using Platform.Oam.Schemas;
using Platform.Oam.Snapshots;
using Platform.Oam.Workflows;

namespace Platform.Oam.Rendering;

/// <summary>One component on one cluster: its expressions, then the workload, its traits in order, and what every object has.</summary>
internal sealed class ComponentRendering
{
    private readonly Application application;
    private readonly RenderInput input;
    private readonly DefinitionCatalog catalog;
    private readonly EffectiveComponent component;
    private readonly string ns;
    private readonly PackageComponent? packaged;
    private readonly Substitution substitution;
    private readonly List<RenderedObject> objects = [];
    private readonly List<MissingValue> missing = [];
    private readonly List<Need> needs = [];
    private bool sawCluster;
    private bool isIncomplete;

    private ComponentRendering(Application application, RenderInput input, DefinitionCatalog catalog, EffectiveComponent component, string ns)
    {
        (this.application, this.input, this.catalog, this.component, this.ns) = (application, input, catalog, component, ns);
        packaged = input.Package?.GetValueOrDefault(component.Name);
        substitution = new(new(input.Cluster, input.Params, application, component.Name, input.Inputs) { ReplicaKey = component.ReplicaKey }, Findings, missing);
    }

    public Findings Findings { get; } = new();

    public IReadOnlyList<RenderedObject> Objects => objects;

    /// <summary>Expressions without a value; faults of several clusters are told together.</summary>
    public IReadOnlyList<MissingValue> Missing => missing;

    /// <summary>What the snapshot lacks; there are no objects then.</summary>
    public IReadOnlyList<Need> Needs => needs;

    /// <summary>Inputs whose values aren't there yet.</summary>
    public IEnumerable<AwaitedInput> Awaited => substitution.Awaited.Select(name => new AwaitedInput(component.Name, name, !isIncomplete));

    /// <summary>Nothing of the cluster itself went into it: on another one that serves the same kinds it is the same.</summary>
    public bool IsTheSameEverywhere => !sawCluster && !substitution.SawCluster && missing.Count == 0;

    public static ComponentRendering Run(Application application, RenderInput input, DefinitionCatalog catalog, EffectiveComponent component, string ns)
    {
        var rendering = new ComponentRendering(application, input, catalog, component, ns);
        if (component.Type.Length > 0) rendering.Run();
        return rendering;
    }

    private void Run()
    {
        if (Find<ComponentDefinition>(component.Source, component.Type) is not { } type) return;
        var properties = component.Properties;
        if (packaged is not null)
        {
            if (PackageMerge.Mismatch(component, packaged) is { } mismatch)
            {
                Findings.Add(mismatch);
                return;
            }

            properties = PackageMerge.Properties(component, type, packaged);
            type = PackageMerge.Type(type);
        }

        if (Parameters(type, InputPlacement.Apply(properties, component.Source, Findings)) is not { } parameters)
        {
            // What the traits lack is told in the same answer.
            foreach (var trait in component.Traits) substitution.Apply(trait.Properties);
            return;
        }

        if (Output(type, parameters) is not { } output) return;
        var workload = new WorkloadPatch(output.Workload, $"component '{component.Name}' ({component.Type})", Findings);
        var finish = new Finishing(application, input, ns, Findings);
        var ofTraits = new List<RenderedObject>();
        foreach (var trait in component.Traits)
        {
            ofTraits.AddRange(Apply(trait, workload).Select(made =>
                finish.Extra(component, made.Resource, made.Manifest, trait.Type) with { Judge = Judge(catalog.Find<TraitDefinition>(trait.Type)) }));
        }

        if (isIncomplete) return;
        if (output.Workload is { } manifest) objects.Add(finish.Workload(component, manifest) with { Judge = Judge(type) });
        objects.AddRange(output.Extras.Select(extra => finish.Extra(component, extra.Resource, extra.Manifest, null)));
        objects.AddRange(ofTraits);
    }

    private static Definition? Judge(Definition? type) => type?.Status is null ? null : type;

    /// <summary>What the type makes; null when it has to wait for an answer from outside, or something is wrong.</summary>
    private ComponentOutput? Output(ComponentDefinition type, DocumentNode parameters)
    {
        var faults = Findings.FaultCount;
        if (packaged is not null) PackageMerge.Check(parameters, component, packaged, Findings);
        if (Findings.FaultCount > faults) return null;
        var outside = new Outside(input.Snapshot, Findings);
        var context = new ComponentContext(application, component.InstanceName, input.Revision, parameters)
        {
            ReplicaKey = component.ReplicaKey,
            Cluster = input.Cluster,
            Namespace = ns,
            Package = packaged,
            PackageLack = PackageLack,
            Outside = outside,
            Findings = Findings,
        };
        var output = type.Render(context);
        sawCluster |= context.SawCluster;
        needs.AddRange(outside.Needs);
        return outside.IsLacking || Findings.FaultCount > faults ? null : output;
    }

    /// <summary>Why nothing comes from a package, for people.</summary>
    private string PackageLack => application.Package is not { } package
        ? "no application package is named"
        : input.Package is null ? $"application package '{package}' isn't known here" : $"application package '{package}' has none for component '{component.Name}'";

    private T? Find<T>(DocumentNode source, string name)
        where T : Definition
    {
        if (catalog.Find<T>(name) is { } type) return type;
        Findings.Add((source["type"] ?? source).Fault(catalog.Unknown<T>(name)));
        return null;
    }

    /// <summary>Objects that the trait makes.</summary>
    private IReadOnlyList<NamedObject> Apply(EffectiveTrait trait, WorkloadPatch workload)
    {
        if (trait.Type.Length == 0 || Find<TraitDefinition>(trait.Source, trait.Type) is not { } type) return [];
        if (Parameters(type, trait.Properties) is not { } parameters) return [];
        workload.Begin(trait.Title, trait.Properties);
        var context = new TraitContext { Application = application, Component = component.InstanceName, Cluster = input.Cluster, Parameters = parameters, Workload = workload };
        type.Apply(context);
        sawCluster |= context.SawCluster;
        return context.Outputs;
    }

    /// <summary>With expressions replaced, checked and completed; null when there are faults, or a value is still to come without which they mean nothing.</summary>
    private DocumentNode? Parameters(Definition type, DocumentNode properties)
    {
        var (faults, lacking) = (Findings.FaultCount, missing.Count);
        var replaced = substitution.Apply(properties);
        if (missing.Count > lacking) return null;
        var isFinal = substitution.Awaited.Count == 0;
        SchemaCheck.Run(replaced, type.Parameters, Findings, type.Title, final: isFinal);
        if (Findings.FaultCount > faults) return null;
        if (isFinal || Fits(replaced, type)) return SchemaDefaults.Complete(replaced, type.Parameters);
        isIncomplete = true;
        return null;
    }

    /// <summary>A value that is still to come may only stand as a text where a text is allowed.</summary>
    private static bool Fits(DocumentNode parameters, Definition type)
    {
        var findings = new Findings();
        SchemaCheck.Run(parameters, type.Parameters, findings, type.Title, final: true);
        return !findings.HasFaults;
    }
}
