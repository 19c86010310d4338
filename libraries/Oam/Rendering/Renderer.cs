using Platform.Oam.Definitions;
using Platform.Oam.Expressions;
using Platform.Oam.Plugins;
using Platform.Oam.Rendering;

namespace Platform.Oam;

/// <summary>Makes the Kubernetes objects of an application for one cluster. Pure: no clock, no network, no randomness.</summary>
public static class Renderer
{
    /// <summary>
    /// Renders; the same input gives the same output, byte for byte. An object that is made twice (a Service by the
    /// component and by a trait, say) comes twice, with a warning: the last one counts.
    /// </summary>
    public static RenderedCluster Render(Application application, RenderInput input)
    {
        application = Expansion.Apply(application, input.Definitions, new());
        var rendering = new ClusterRendering(application, input, new(application, input.Definitions)).Run();
        foreach (var same in rendering.Missing.GroupBy(value => (value.Node, value.Path))) rendering.Findings.Add(MissingValue.ToFault([.. same]));
        var here = rendering.Objects.ToLookup(item => item.IsFor(input.Cluster));
        return new([.. here[true]], [.. here[false]], rendering.Findings.Faults(), rendering.Findings.Warnings())
        {
            Awaited = rendering.Awaited,
            Needs = [.. rendering.Needs.Distinct()],
        };
    }
}
