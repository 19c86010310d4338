namespace Platform.Oam.Definitions;

/// <summary>The types that exist.</summary>
public sealed class DefinitionCatalog
{
    private readonly Dictionary<(Type Kind, string Name), Definition> definitions;

    internal DefinitionCatalog(IEnumerable<Definition> definitions) =>
        this.definitions = definitions.ToDictionary(definition => (definition.GetType(), definition.Name));

    /// <summary>The types every platform has.</summary>
    public static DefinitionCatalog BuiltIn { get; } = new(BuiltInTypes.All);

    /// <summary>All types, by kind and name.</summary>
    public IEnumerable<Definition> All =>
        definitions.Values.OrderBy(definition => definition.Kind, StringComparer.Ordinal).ThenBy(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The type of that name; null when there is none.</summary>
    public T? Find<T>(string name)
        where T : Definition => definitions.GetValueOrDefault((typeof(T), name)) as T;

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
