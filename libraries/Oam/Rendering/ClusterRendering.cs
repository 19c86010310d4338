using Platform.Oam.Expressions;

namespace Platform.Oam.Rendering;

/// <summary>One application on one cluster: overrides, then component by component.</summary>
internal sealed class ClusterRendering(Application application, RenderInput input, RenderCache cache)
{
    private readonly List<RenderedObject> objects = [];
    private readonly List<MissingValue> missing = [];
    private readonly List<AwaitedInput> awaited = [];
    private readonly List<Need> needs = [];

    public Findings Findings { get; } = new();

    public IReadOnlyList<RenderedObject> Objects => objects;

    /// <summary>Expressions without a value; faults of several clusters are told together.</summary>
    public IReadOnlyList<MissingValue> Missing => missing;

    /// <summary>Inputs whose values aren't there yet.</summary>
    public IReadOnlyList<AwaitedInput> Awaited => awaited;

    /// <summary>What the snapshot lacks; the components that asked for it have no objects yet.</summary>
    public IReadOnlyList<Need> Needs => needs;

    public string Namespace { get; } = input.Namespace ?? application.NamespaceOn(input.Cluster);

    public ClusterRendering Run()
    {
        foreach (var component in cache.Components(input, Findings))
        {
            if (input.Components?.Contains(component.Name) == false) continue;
            var rendering = cache.Render(component, input, Namespace);
            Findings.AddAll(rendering.Findings.Faults());
            Findings.WarnAll(rendering.Findings.Warnings());
            objects.AddRange(rendering.Objects);
            missing.AddRange(rendering.Missing);
            awaited.AddRange(rendering.Awaited);
            needs.AddRange(rendering.Needs);
        }

        WarnOfDuplicates();
        return this;
    }

    /// <summary>Upstream applies such objects one after the other, so that the last one stays.</summary>
    private void WarnOfDuplicates()
    {
        var seen = new HashSet<ObjectIdentity>(objects.Count);
        if (objects.TrueForAll(item => seen.Add(item.Identity))) return;
        foreach (var same in objects.GroupBy(item => item.Identity).Where(group => group.Count() > 1))
        {
            var makers = Names.Listed([.. same.Select(item => item.Trait is null ? $"component '{item.Component}'" : $"trait '{item.Trait}' of '{item.Component}'").Distinct()]);
            var at = application.FindComponent(same.Last().Component)?.Source ?? application.Source;
            Findings.Warn(at.Fault($"{same.Key.Kind} '{same.Key.Name}' is made {same.Count()} times ({makers}); the last one is what stays"));
        }
    }
}
