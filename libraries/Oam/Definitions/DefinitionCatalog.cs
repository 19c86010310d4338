namespace Platform.Oam.Definitions;

/// <summary>The types that exist.</summary>
public sealed class DefinitionCatalog
{
    private readonly Dictionary<(Type Kind, string Name), Definition> definitions;

    internal DefinitionCatalog(IEnumerable<Definition> definitions) =>
        this.definitions = definitions.ToDictionary(definition => (definition.GetType(), definition.Name));

    /// <summary>The types every platform has.</summary>
    public static DefinitionCatalog BuiltIn { get; } = new(BuiltInTypes.All);

    /// <summary>The same with more types; of two with the same kind and name the added one counts.</summary>
    public DefinitionCatalog With(IEnumerable<Definition> more)
    {
        var added = more.ToList();
        var names = added.Select(definition => (definition.GetType(), definition.Name)).ToHashSet();
        return new(definitions.Where(pair => !names.Contains(pair.Key)).Select(pair => pair.Value).Concat(added));
    }

    /// <summary>All types, by kind and name.</summary>
    public IEnumerable<Definition> All =>
        definitions.Values.OrderBy(definition => definition.Kind, StringComparer.Ordinal).ThenBy(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The type of that name; null when there is none.</summary>
    public T? Find<T>(string name)
        where T : Definition => definitions.GetValueOrDefault((typeof(T), name)) as T;

    /// <summary>The types that an application uses, those its overrides bring in too.</summary>
    public IEnumerable<Definition> UsedBy(Application application)
    {
        ArgumentNullException.ThrowIfNull(application);
        var expanded = application.Expand(this);
        var overrides = expanded.Policies.Concat(expanded.ExternalPolicies).SelectMany(policy => ApplicationReader.Maps(policy.Properties?["components"])).ToList();
        var workflows = (application.Workflow is { } own ? [own] : Enumerable.Empty<Workflow>()).Concat(application.ExternalWorkflows);
        return new Definition?[][]
        {
            [.. application.Components.Select(component => component.Type).Concat(overrides.Select(change => change["type"]?.Text ?? "")).Select(Find<ComponentDefinition>)],
            [.. application.Components.SelectMany(component => component.Traits).Select(trait => trait.Type)
                .Concat(overrides.SelectMany(change => ApplicationReader.Maps(change["traits"])).Select(trait => trait["type"]?.Text ?? "")).Select(Find<TraitDefinition>)],
            [.. application.Policies.Concat(application.ExternalPolicies).Select(policy => Find<PolicyDefinition>(policy.Type))],
            [.. workflows.SelectMany(workflow => workflow.Steps).SelectMany(step => step.SubSteps.Prepend(step)).Select(step => Find<StepDefinition>(step.Type))],
        }.SelectMany(used => used).OfType<Definition>().Distinct();
    }

    /// <summary>What to tell somebody who asked for a type that isn't there.</summary>
    internal string Unknown<T>(string name)
        where T : Definition
    {
        var kind = KindTitle(typeof(T));
        if (PlannedTypes.Contains(kind, name)) return $"{kind} type '{name}' isn't supported yet";
        var known = definitions.Keys.Where(key => key.Kind == typeof(T)).Select(key => key.Name).Order(StringComparer.Ordinal).ToList();
        var nearest = Names.Suggestion(name, known.Concat(PlannedTypes.Of(kind)));
        return $"{kind} type '{name}' isn't known{(nearest.Length > 0 ? nearest : $"; there are {Names.Listed(known)}")}";
    }

    private static string KindTitle(Type kind) => kind.Name switch
    {
        nameof(ComponentDefinition) => "component",
        nameof(TraitDefinition) => "trait",
        nameof(PolicyDefinition) => "policy",
        _ => "step",
    };
}
