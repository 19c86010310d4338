using System.Text.Json.Nodes;

namespace Platform.Sandbox.Apply;

/// <summary>
/// A set of field paths, as kept in managedFields: a tree whose nodes are path elements in their FieldsV1 spelling
/// (`f:spec`, `k:{"name":"app"}`, `v:"x"`). A node may itself be a member and have members below it. Immutable.
/// </summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new(false);
    public static readonly FieldSet Leaf = new(true);

    /// <summary>In ordinal order of their elements, so that two sets are combined in one walk over both.</summary>
    private readonly KeyValuePair<string, FieldSet>[] _children;

    private FieldSet(bool self, params KeyValuePair<string, FieldSet>[] children) => (Self, _children) = (self, children);

    /// <param name="children">In ordinal order of their elements.</param>
    public static FieldSet Of(bool self, List<KeyValuePair<string, FieldSet>>? children) =>
        children is { Count: > 0 } ? new FieldSet(self, [.. children]) : self ? Leaf : Empty;

    public static FieldSet Of(params string[] path)
    {
        var set = Leaf;
        for (var i = path.Length - 1; i >= 0; i--) set = new FieldSet(false, KeyValuePair.Create(path[i], set));
        return set;
    }

    /// <summary>The path to this node is itself in the set.</summary>
    public bool Self { get; }

    public IReadOnlyList<KeyValuePair<string, FieldSet>> Children => _children;
    public bool HasChildren => _children.Length > 0;
    public bool IsEmpty => !Self && _children.Length == 0;

    /// <summary>The set with its own path in it.</summary>
    public FieldSet WithSelf => Self ? this : new FieldSet(true, _children);

    public FieldSet? Child(string element)
    {
        var (low, high) = (0, _children.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_children[middle].Key, element);
            if (order == 0) return _children[middle].Value;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    public FieldSet Union(FieldSet other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other)) return this;
        if (IsEmpty) return other;
        var (mine, theirs) = (_children, other._children);
        var all = new List<KeyValuePair<string, FieldSet>>(mine.Length + theirs.Length);
        var (i, j) = (0, 0);
        while (i < mine.Length || j < theirs.Length)
        {
            var order = i == mine.Length ? 1 : j == theirs.Length ? -1 : string.CompareOrdinal(mine[i].Key, theirs[j].Key);
            if (order < 0) all.Add(mine[i++]);
            else if (order > 0) all.Add(theirs[j++]);
            else all.Add(KeyValuePair.Create(mine[i].Key, mine[i++].Value.Union(theirs[j++].Value)));
        }
        return Of(Self || other.Self, all);
    }

    public FieldSet Except(FieldSet other) => other.IsEmpty || IsEmpty ? this : Of(Self && !other.Self, Kept(other, static (mine, theirs) => mine.Except(theirs)));

    /// <summary>Without the paths of the other set and everything below them.</summary>
    public FieldSet ExceptBelow(FieldSet other)
    {
        if (other.Self) return Empty;
        return other.IsEmpty || IsEmpty ? this : Of(Self, Kept(other, static (mine, theirs) => mine.ExceptBelow(theirs)));
    }

    public FieldSet Intersect(FieldSet other)
    {
        if (IsEmpty || other.IsEmpty) return Empty;
        List<KeyValuePair<string, FieldSet>>? both = null;
        foreach (var (element, child) in _children)
            if (other.Child(element)?.Intersect(child) is { IsEmpty: false } shared) (both ??= []).Add(KeyValuePair.Create(element, shared));
        return Of(Self && other.Self, both);
    }

    /// <summary>The children, less what the same child of the other set takes from them.</summary>
    private List<KeyValuePair<string, FieldSet>> Kept(FieldSet other, Func<FieldSet, FieldSet, FieldSet> less)
    {
        var kept = new List<KeyValuePair<string, FieldSet>>(_children.Length);
        foreach (var (element, child) in _children)
        {
            var left = other.Child(element) is { } theirs ? less(child, theirs) : child;
            if (!left.IsEmpty) kept.Add(KeyValuePair.Create(element, left));
        }
        return kept;
    }

    public bool SameAs(FieldSet other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (Self != other.Self || _children.Length != other._children.Length) return false;
        for (var i = 0; i < _children.Length; i++)
            if (_children[i].Key != other._children[i].Key || !_children[i].Value.SameAs(other._children[i].Value)) return false;
        return true;
    }

    /// <summary>The paths as conflict messages write them: `.spec.template.spec.containers[name="app"].image`.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (Self && prefix.Length == 0) yield return prefix;
        foreach (var (element, child) in _children)
            if (child.Self) yield return prefix + PathElements.Display(element);
        foreach (var (element, child) in _children)
            foreach (var path in child.Paths(prefix + PathElements.Display(element))) yield return path;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Self && HasChildren) json["."] = new JsonObject();
        foreach (var (element, child) in _children) json.Add(element, child.ToJson());
        return json;
    }

    public static FieldSet FromJson(JsonObject json)
    {
        var builder = new FieldSetBuilder();
        Read(json, builder);
        return builder.Build();
    }

    private static void Read(JsonObject json, FieldSetBuilder at)
    {
        foreach (var (element, value) in json)
            if (element == ".") at.Self = true;
            else if (value is JsonObject { Count: > 0 } below) Read(below, at.At(element));
            else if (value is JsonObject) at.At(element).Self = true;
    }
}
