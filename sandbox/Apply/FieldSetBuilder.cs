namespace Platform.Sandbox.Apply;

/// <summary>Collects paths while a value is walked; <see cref="Build"/> freezes them.</summary>
internal sealed class FieldSetBuilder
{
    private SortedDictionary<string, FieldSetBuilder>? _children;

    public bool Self { get; set; }

    public FieldSetBuilder At(string element)
    {
        _children ??= new(StringComparer.Ordinal);
        if (!_children.TryGetValue(element, out var child)) _children[element] = child = new FieldSetBuilder();
        return child;
    }

    public FieldSet Build()
    {
        if (_children is null) return Self ? FieldSet.Leaf : FieldSet.Empty;
        var children = FieldSet.NewChildren();
        foreach (var (element, child) in _children)
        {
            var set = child.Build();
            if (!set.IsEmpty) children[element] = set;
        }
        return new FieldSet(Self, children);
    }
}
