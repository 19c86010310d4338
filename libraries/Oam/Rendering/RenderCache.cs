using Platform.Oam.Definitions;
using Platform.Oam.Policies;

namespace Platform.Oam.Rendering;

/// <summary>
/// What one plan has rendered already. Only what depends on a cluster is rendered for each: a component that looks at nothing of the
/// cluster is rendered once for all clusters where it has the same overrides, namespace and served kinds. Its objects are shared, so
/// nobody may change them.
/// </summary>
internal sealed class RenderCache(Application application, DefinitionCatalog catalog)
{
    private readonly Dictionary<string, (List<EffectiveComponent> Components, Findings Findings)> overridden = new(StringComparer.Ordinal);
    private readonly Dictionary<(EffectiveComponent Component, string Namespace, ServedKinds? Kinds), ComponentRendering> rendered = new(new ByReference());

    /// <summary>The components as the overrides leave them on that cluster.</summary>
    public IReadOnlyList<EffectiveComponent> Components(RenderInput input, Findings findings)
    {
        var policies = Overrides.For(application, input.Policies, input.Cluster, findings);
        var key = string.Join('\n', policies.Select(policy => policy.Name).Append("").Concat(input.Replications));
        if (!overridden.TryGetValue(key, out var known))
        {
            var found = new Findings();
            overridden[key] = known = (ReplicationPolicy.Apply(application, input.Replications, Overrides.Apply(application, policies, found)), found);
        }

        findings.AddAll(known.Findings.Faults());
        return known.Components;
    }

    public ComponentRendering Render(EffectiveComponent component, RenderInput input, string ns)
    {
        var key = (component, ns, input.Cluster.Kinds);
        if (rendered.TryGetValue(key, out var known)) return known;
        var rendering = ComponentRendering.Run(application, input, catalog, component, ns);
        if (rendering.IsTheSameEverywhere) rendered[key] = rendering;
        return rendering;
    }

    /// <summary>Components are compared by what they are, not by what is in them: that would be slow, and is never needed here.</summary>
    private sealed class ByReference : IEqualityComparer<(EffectiveComponent Component, string Namespace, ServedKinds? Kinds)>
    {
        public bool Equals((EffectiveComponent Component, string Namespace, ServedKinds? Kinds) a, (EffectiveComponent Component, string Namespace, ServedKinds? Kinds) b) =>
            ReferenceEquals(a.Component, b.Component) && a.Namespace == b.Namespace && ReferenceEquals(a.Kinds, b.Kinds);

        public int GetHashCode((EffectiveComponent Component, string Namespace, ServedKinds? Kinds) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Component), key.Namespace);
    }
}
