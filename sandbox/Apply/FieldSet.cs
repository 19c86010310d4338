using System.Text.Json.Nodes;

namespace Platform.Sandbox.Apply;

/// <summary>
/// A set of field paths, as kept in managedFields: a tree whose nodes are path elements in their FieldsV1 spelling
/// (`f:spec`, `k:{"name":"app"}`, `v:"x"`). A node may itself be a member and have members below it. Immutable once shared.
/// </summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new(false);
    public static readonly FieldSet Leaf = new(true);

    private readonly SortedDictionary<string, FieldSet>? _children;

    public FieldSet(bool self, SortedDictionary<string, FieldSet>? children = null)
    {
        Self = self;
        _children = children is { Count: > 0 } ? children : null;
    }

    /// <summary>The path to this node is itself in the set.</summary>
    public bool Self { get; }

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children ?? Enumerable.Empty<KeyValuePair<string, FieldSet>>();
    public bool HasChildren => _children is not null;
    public bool IsEmpty => !Self && _children is null;

    public FieldSet? Child(string element) => _children?.GetValueOrDefault(element);

    public FieldSet Union(FieldSet other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other)) return this;
        if (IsEmpty) return other;
        var children = NewChildren();
        foreach (var (element, child) in Children) children[element] = other.Child(element) is { } theirs ? child.Union(theirs) : child;
        foreach (var (element, child) in other.Children) children.TryAdd(element, child);
        return new FieldSet(Self || other.Self, children);
    }

    public FieldSet Except(FieldSet other)
    {
        if (other.IsEmpty || IsEmpty) return this;
        var children = NewChildren();
        foreach (var (element, child) in Children)
        {
            var left = other.Child(element) is { } theirs ? child.Except(theirs) : child;
            if (!left.IsEmpty) children[element] = left;
        }
        return new FieldSet(Self && !other.Self, children);
    }

    /// <summary>Without the paths of the other set and everything below them.</summary>
    public FieldSet ExceptBelow(FieldSet other)
    {
        if (other.Self) return Empty;
        var children = NewChildren();
        foreach (var (element, child) in Children)
        {
            var left = other.Child(element) is { } theirs ? child.ExceptBelow(theirs) : child;
            if (!left.IsEmpty) children[element] = left;
        }
        return new FieldSet(Self, children);
    }

    public FieldSet Intersect(FieldSet other)
    {
        var children = NewChildren();
        foreach (var (element, child) in Children)
        {
            if (other.Child(element) is not { } theirs) continue;
            var both = child.Intersect(theirs);
            if (!both.IsEmpty) children[element] = both;
        }
        return new FieldSet(Self && other.Self, children);
    }

    public bool SameAs(FieldSet other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (Self != other.Self || (_children?.Count ?? 0) != (other._children?.Count ?? 0)) return false;
        foreach (var (element, child) in Children)
            if (other.Child(element) is not { } theirs || !child.SameAs(theirs)) return false;
        return true;
    }

    /// <summary>The paths as conflict messages write them: `.spec.template.spec.containers[name="app"].image`.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (Self && prefix.Length == 0) yield return prefix;
        foreach (var (element, child) in Children)
            if (child.Self) yield return prefix + PathElements.Display(element);
        foreach (var (element, child) in Children)
            foreach (var path in child.Paths(prefix + PathElements.Display(element))) yield return path;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Self && _children is not null) json["."] = new JsonObject();
        foreach (var (element, child) in Children) json[element] = child.ToJson();
        return json;
    }

    public static FieldSet FromJson(JsonObject json, bool root = true)
    {
        if (!root && json.Count == 0) return Leaf;
        var children = NewChildren();
        foreach (var (element, value) in json)
            if (element != "." && value is JsonObject below) children[element] = FromJson(below, root: false);
        return new FieldSet(json.ContainsKey("."), children);
    }

    public static FieldSet Of(params string[] path)
    {
        var set = Leaf;
        for (var i = path.Length - 1; i >= 0; i--) set = new FieldSet(false, new(StringComparer.Ordinal) { [path[i]] = set });
        return set;
    }

    public static SortedDictionary<string, FieldSet> NewChildren() => new(StringComparer.Ordinal);
}
