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
