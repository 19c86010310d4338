using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Store;

/// <summary>
/// All objects of a cluster behind one gate: every read and write of it takes <see cref="Gate"/>, and a write is one section of it,
/// so that versions grow in the order of the changes, as in etcd.
/// </summary>
internal sealed class ClusterStore
{
    private readonly Dictionary<string, ResourceStore> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredObject> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<StoredObject>> _byOwner = new(StringComparer.Ordinal);

    public Lock Gate { get; } = new();

    /// <summary>The version of the last change.</summary>
    public long Version { get; private set; } = 1;

    public KindCatalog Kinds { get; set; } = KindCatalog.BuiltIn;

    /// <summary>Told of every change, under the gate: must be quick.</summary>
    public event Action<Change>? Changed;

    public ResourceStore Of(Kind kind) => Of(kind.StorageKey);

    public ResourceStore Of(string storageKey)
    {
        if (!_resources.TryGetValue(storageKey, out var store))
        {
            _resources[storageKey] = store = new ResourceStore();
            store.History.Forget(Loaded);
        }
        return store;
    }

    public IEnumerable<ResourceStore> Resources => _resources.Values;

    /// <summary>The version up to which history is unknown because the store was loaded at it.</summary>
    public long Loaded { get; private set; }

    public StoredObject? Find(Kind kind, string ns, string name) => Of(kind).Find(ns, name);

    public StoredObject? FindByUid(string uid) => _byUid.GetValueOrDefault(uid);

    public IReadOnlyCollection<StoredObject> OwnedBy(string uid) => _byOwner.TryGetValue(uid, out var owned) ? owned : [];

    public StoredObject Put(Kind kind, JsonObject json)
    {
        var store = Of(kind);
        var value = StoredObject.Create(kind, json, ++Version);
        var old = store.Find(value.Namespace, value.Name);
        store.Put(value);
        Index(old, value);
        Tell(store, new Change(Version, old, value, value));
        return value;
    }

    public StoredObject Remove(StoredObject old, JsonObject? last = null)
    {
        var store = Of(old.Kind);
        var final = StoredObject.Create(old.Kind, last ?? old.Parse(), ++Version);
        store.Remove(old);
        Index(old, null);
        Tell(store, new Change(Version, old, null, final));
        return final;
    }

    /// <summary>Fills an empty store from a snapshot.</summary>
    public void Load(long version, IEnumerable<StoredObject> objects)
    {
        (Version, Loaded) = (version, version);
        foreach (var value in objects)
        {
            Of(value.Kind).Put(value);
            Index(null, value);
        }
    }

    private void Tell(ResourceStore store, Change change)
    {
        store.History.Add(change);
        Changed?.Invoke(change);
    }

    private void Index(StoredObject? old, StoredObject? value)
    {
        if (old is not null) _byUid.Remove(old.Uid);
        if (value is not null) _byUid[value.Uid] = value;
        foreach (var owner in old?.Owners ?? [])
            if (_byOwner.TryGetValue(owner.Uid, out var owned) && owned.Remove(old!) && owned.Count == 0) _byOwner.Remove(owner.Uid);
        foreach (var owner in value?.Owners ?? [])
        {
            if (!_byOwner.TryGetValue(owner.Uid, out var owned)) _byOwner[owner.Uid] = owned = [];
            owned.Add(value!);
        }
    }
}
