using Platform.Oam.Workflows;

namespace Platform.Oam;

/// <summary>In which order components that are applied together have to come.</summary>
public static class ComponentOrder
{
    /// <summary>
    /// Components in layers: those of one come together, when all before are well. A component comes after those it depends on and those whose
    /// values it takes; what isn't among the names doesn't count.
    /// </summary>
    /// <param name="application">Whose components; checked, so that there is no circle.</param>
    /// <param name="names">Those that are applied together.</param>
    /// <exception cref="InvalidOperationException">They depend on each other in a circle.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Layers(Application application, IReadOnlyCollection<string> names)
    {
        var flow = DataFlow.Of(application);
        var needs = names.Distinct().ToDictionary(name => name, name => application.FindComponent(name) is { } component
            ? component.DependsOn.Concat(flow.Needs(component.Inputs)).Where(names.Contains).ToList()
            : []);
        var layers = new List<IReadOnlyList<string>>();
        while (needs.Count > 0)
        {
            var ready = needs.Where(pair => pair.Value.TrueForAll(needed => !needs.ContainsKey(needed))).Select(pair => pair.Key).ToList();
            foreach (var name in ready) needs.Remove(name);
            layers.Add(ready.Count > 0 ? ready : throw new InvalidOperationException("Components depend on each other in a circle."));
        }

        return layers;
    }

    /// <summary>What these components give to those: outputs, by the component that has them.</summary>
    public static ILookup<string, StepOutput> Values(Application application, IEnumerable<string> givers, IEnumerable<string> takers)
    {
        var taken = takers.Select(application.FindComponent).OfType<Component>().SelectMany(component => component.Inputs).Select(input => input.From).ToHashSet(StringComparer.Ordinal);
        return givers.Select(application.FindComponent).OfType<Component>()
            .SelectMany(component => component.Outputs.Where(output => taken.Contains(output.Name)), (component, output) => (component.Name, Output: output))
            .ToLookup(pair => pair.Name, pair => pair.Output, StringComparer.Ordinal);
    }
}
