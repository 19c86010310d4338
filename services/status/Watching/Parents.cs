namespace Platform.Status.Watching;

/// <summary>
/// The live objects whose children don't carry the component's label, so that owner references alone lead to them. What passes and belongs to none of
/// them leaves nothing behind but a hash of its owner: when that is seen after its children, they are read again. Used by a cluster's loop and its watches.
/// </summary>
internal sealed class Parents
{
    /// <summary>As many hashes as are kept of one watch; beyond, every new parent has what passed read again.</summary>
    private const int MostStrangers = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<Place, int> _counts = [];
    private readonly Dictionary<Scope, HashSet<int>> _strangers = [];
    private readonly HashSet<Scope> _missed = [];

    /// <summary>Where they are; another list when that has changed.</summary>
    public IReadOnlyCollection<Place> Places { get; private set; } = [];

    /// <summary>True: the object belongs to one of them. False: it is remembered that a child of this owner passed.</summary>
    public bool Have(Scope scope, string? owner)
    {
        if (owner is null)
            return false;
        lock (_lock)
        {
            if (_known.ContainsKey(owner))
                return true;
            if (!_strangers.TryGetValue(scope, out var strangers))
                _strangers[scope] = strangers = [];
            if (strangers.Count < MostStrangers)
                strangers.Add(HashOf(owner));
            return false;
        }
    }

    public void Add(LiveEntry entry)
    {
        lock (_lock)
        {
            var place = new Place(entry.Id.Namespace ?? "", entry.Id.Kind);
            if (!_known.TryAdd(entry.Uid, place))
                return;
            if ((_counts[place] = _counts.GetValueOrDefault(place) + 1) == 1)
                Places = [.. _counts.Keys];
            var hash = HashOf(entry.Uid);
            _missed.UnionWith(_strangers.Where(s => s.Value.Count >= MostStrangers || s.Value.Contains(hash)).Select(s => s.Key));
        }
    }

    public void Remove(string uid)
    {
        lock (_lock)
            if (_known.Remove(uid, out var place) && --_counts[place] == 0)
            {
                _counts.Remove(place);
                Places = [.. _counts.Keys];
            }
    }

    /// <summary>All of it is about to be read (again), or never will be: what passed so far counts no more.</summary>
    public void Forget(Scope scope)
    {
        lock (_lock)
        {
            _strangers.Remove(scope);
            _missed.Remove(scope);
        }
    }

    /// <summary>The watches that children of parents seen later have passed through.</summary>
    public IReadOnlyList<Scope> Missed()
    {
        lock (_lock)
            return _missed.Count == 0 ? [] : [.. _missed];
    }

    private static int HashOf(string uid) => uid.GetHashCode(StringComparison.Ordinal);
}
