namespace Platform.Sandbox.Store;

/// <summary>All objects of one kind in one cluster, with the recent changes for watches. Guarded by the cluster's gate.</summary>
internal sealed class ResourceStore
{
    /// <summary>By namespace and name, both in order, as lists tell them.</summary>
    private readonly SortedDictionary<string, SortedDictionary<string, StoredObject>> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), StoredObject> _objects = [];

    public WatchHistory History { get; } = new();
    public int Count => _objects.Count;
    public IEnumerable<StoredObject> All => _namespaces.Values.SelectMany(n => n.Values);

    public StoredObject? Find(string ns, string name) => _objects.GetValueOrDefault((ns, name));

    public void Put(StoredObject value)
    {
        _objects[(value.Namespace, value.Name)] = value;
        Put(_namespaces, value);
    }

    public void Remove(StoredObject value)
    {
        _objects.Remove((value.Namespace, value.Name));
        Remove(_namespaces, value);
    }

    public IEnumerable<StoredObject> In(string ns) => ns.Length == 0 ? All : _namespaces.TryGetValue(ns, out var found) ? found.Values : [];

    /// <summary>The objects as they were at a version whose later changes are all known, in order.</summary>
    public IEnumerable<StoredObject> At(long version, string ns)
    {
        var later = History.After(version);
        if (later.Count == 0) return In(ns);
        var then = new SortedDictionary<string, SortedDictionary<string, StoredObject>>(StringComparer.Ordinal);
        foreach (var value in In(ns)) Put(then, value);
        for (var i = later.Count - 1; i >= 0; i--)
        {
            var change = later[i];
            if (ns.Length > 0 && change.Last.Namespace != ns) continue;
            if (change.Old is null) Remove(then, change.Last);
            else Put(then, change.Old);
        }
        return then.Values.SelectMany(n => n.Values);
    }

    private static void Put(SortedDictionary<string, SortedDictionary<string, StoredObject>> namespaces, StoredObject value)
    {
        if (!namespaces.TryGetValue(value.Namespace, out var objects)) namespaces[value.Namespace] = objects = new(StringComparer.Ordinal);
        objects[value.Name] = value;
    }

    private static void Remove(SortedDictionary<string, SortedDictionary<string, StoredObject>> namespaces, StoredObject value)
    {
        if (namespaces.TryGetValue(value.Namespace, out var objects) && objects.Remove(value.Name) && objects.Count == 0) namespaces.Remove(value.Namespace);
    }
}
