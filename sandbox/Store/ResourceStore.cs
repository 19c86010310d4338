namespace Platform.Sandbox.Store;

/// <summary>All objects of one kind in one cluster, with the recent changes for watches. Guarded by the cluster's gate.</summary>
internal sealed class ResourceStore
{
    private readonly SortedDictionary<(string Namespace, string Name), StoredObject> _objects = new(Keys.Instance);

    public WatchHistory History { get; } = new();
    public int Count => _objects.Count;
    public IEnumerable<StoredObject> All => _objects.Values;

    public StoredObject? Find(string ns, string name) => _objects.GetValueOrDefault((ns, name));
    public void Put(StoredObject value) => _objects[(value.Namespace, value.Name)] = value;
    public void Remove(StoredObject value) => _objects.Remove((value.Namespace, value.Name));

    public IEnumerable<StoredObject> In(string ns) => ns.Length == 0 ? All : All.Where(o => o.Namespace == ns);

    /// <summary>The objects as they were at a version whose later changes are all known, in order.</summary>
    public IEnumerable<StoredObject> At(long version, string ns)
    {
        var later = History.After(version);
        if (later.Count == 0) return In(ns);
        var then = new SortedDictionary<(string Namespace, string Name), StoredObject>(_objects, Keys.Instance);
        for (var i = later.Count - 1; i >= 0; i--)
        {
            var (change, key) = (later[i], (later[i].Last.Namespace, later[i].Last.Name));
            if (change.Old is null) then.Remove(key);
            else then[key] = change.Old;
        }
        return then.Values.Where(o => ns.Length == 0 || o.Namespace == ns);
    }

    private sealed class Keys : IComparer<(string Namespace, string Name)>
    {
        public static readonly Keys Instance = new();

        public int Compare((string Namespace, string Name) x, (string Namespace, string Name) y)
        {
            var byNamespace = string.CompareOrdinal(x.Namespace, y.Namespace);
            return byNamespace != 0 ? byNamespace : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}
