using Platform.Oam.Documents;

namespace Platform.Oam.Policies;

/// <summary>Applies override policies to components, in their order.</summary>
internal sealed class Overrides
{
    private readonly List<EffectiveComponent> components;
    private readonly Findings findings;

    private Overrides(Application application, Findings findings)
    {
        components = [.. application.Components.Select(EffectiveComponent.Of)];
        this.findings = findings;
    }

    /// <summary>The overrides that hold on a cluster, of those named.</summary>
    public static IReadOnlyList<Policy> For(Application application, IEnumerable<string> names, ClusterFacts cluster, Findings findings)
    {
        var policies = new List<Policy>();
        foreach (var name in names)
        {
            if (application.FindPolicy(name) is not { Type: OverridePolicy.Type } policy)
                findings.Add(application.Source.Fault($"override policy '{name}' doesn't exist"));
            else if (ClusterMatch.IsFor(policy.Properties, cluster)) policies.Add(policy);
        }

        return policies;
    }

    /// <summary>The components as the policies leave them.</summary>
    public static List<EffectiveComponent> Apply(Application application, IEnumerable<Policy> policies, Findings findings)
    {
        var overrides = new Overrides(application, findings);
        foreach (var policy in policies) overrides.Apply(policy);
        return overrides.components;
    }

    private void Apply(Policy policy)
    {
        foreach (var change in policy.Properties?["components"]?.Items ?? []) Apply(policy, change);
        if (policy.Properties?["selector"] is not { Items.Count: > 0 } selector) return;
        var patterns = selector.Items.Select(item => NamePattern.Parse(item.Text ?? "", out _)).ToList();
        components.RemoveAll(component => !patterns.Any(pattern => pattern?.IsMatch(component.Name) == true));
    }

    private void Apply(Policy policy, DocumentNode change)
    {
        var type = change["type"]?.Text;
        if (change["name"]?.Text is not { Length: > 0 } name)
        {
            ForEach(component => type is null || type == component.Type, component => Merged(component, change, policy));
            return;
        }

        if (NamePattern.Parse(name, out var fault) is not { } pattern) findings.Add(change["name"]!.Fault(fault!));
        else if (!ForEach(component => pattern.IsMatch(component.Name), component => Merged(component, change, policy))) Add(policy, change, name, type);
    }

    private bool ForEach(Func<EffectiveComponent, bool> matches, Func<EffectiveComponent, EffectiveComponent> merge)
    {
        var any = false;
        for (var i = 0; i < components.Count; i++)
        {
            if (!matches(components[i])) continue;
            components[i] = merge(components[i]);
            any = true;
        }

        return any;
    }

    /// <summary>A name that no component has adds one, as upstream does.</summary>
    private void Add(Policy policy, DocumentNode change, string name, string? type)
    {
        if (!Names.IsDnsLabel(name))
            findings.Add(change["name"]!.Fault($"no component's name matches '{name}'{Names.Suggestion(name, components.Select(component => component.Name))}"));
        else if (type is null)
            findings.Add(change["name"]!.Fault($"no component is called '{name}', so the override adds one, but it says no type{Names.Suggestion(name, components.Select(component => component.Name))}"));
        else
            components.Add(Merged(new(name, type, change.Like(DocumentKind.Map), [], change), change, policy));
    }

    private static EffectiveComponent Merged(EffectiveComponent component, DocumentNode change, Policy policy)
    {
        if (change["type"]?.Text is { } type && type != component.Type)
            component = new(component.Name, type, change.Like(DocumentKind.Map), [], change);
        var properties = change["properties"] is { Kind: DocumentKind.Map } over ? DocumentMerge.Merge(component.Properties, over) : component.Properties;
        var traits = component.Traits;
        foreach (var trait in change["traits"]?.Items ?? []) traits = MergedTraits(traits, trait, policy);
        return component with { Properties = properties, Traits = traits };
    }

    private static List<EffectiveTrait> MergedTraits(IReadOnlyList<EffectiveTrait> traits, DocumentNode change, Policy policy)
    {
        var type = change["type"]?.Text ?? "";
        if (change["disable"]?.Boolean == true) return [.. traits.Where(trait => trait.Type != type)];
        var properties = change["properties"] is { Kind: DocumentKind.Map } given ? given : change.Like(DocumentKind.Map);
        return traits.Any(trait => trait.Type == type)
            ? [.. traits.Select(trait => trait.Type == type ? trait with { Properties = DocumentMerge.Merge(trait.Properties, properties) } : trait)]
            : [.. traits, new(type, properties, $"policy '{policy.Name}'", change)];
    }
}
