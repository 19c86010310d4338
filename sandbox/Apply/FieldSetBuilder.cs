namespace Platform.Sandbox.Apply;

/// <summary>Collects paths while a value is walked; <see cref="Build"/> freezes them.</summary>
internal sealed class FieldSetBuilder
{
    /// <summary>Beyond so many children they are found by a table: maps may have any number of keys.</summary>
    private const int Few = 16;

    private List<(string Element, FieldSetBuilder Builder)>? _children;
    private Dictionary<string, FieldSetBuilder>? _table;

    public bool Self { get; set; }

    public FieldSetBuilder At(string element)
    {
        _children ??= [];
        if (Find(element) is { } known) return known;
        var child = new FieldSetBuilder();
        _children.Add((element, child));
        if (_table is not null) _table[element] = child;
        else if (_children.Count > Few) _table = _children.ToDictionary(c => c.Element, c => c.Builder, StringComparer.Ordinal);
        return child;
    }

    private FieldSetBuilder? Find(string element)
    {
        if (_table is not null) return _table.GetValueOrDefault(element);
        foreach (var (name, builder) in _children!)
            if (name == element) return builder;
        return null;
    }

    public FieldSet Build()
    {
        if (_children is null) return Self ? FieldSet.Leaf : FieldSet.Empty;
        _children.Sort(static (a, b) => string.CompareOrdinal(a.Element, b.Element));
        var children = new List<KeyValuePair<string, FieldSet>>(_children.Count);
        foreach (var (element, builder) in _children)
        {
            var set = builder.Build();
            if (!set.IsEmpty) children.Add(KeyValuePair.Create(element, set));
        }
        return FieldSet.Of(Self, children);
    }
}
