using System.Text.Json.Nodes;
using Platform.Health;
using Platform.Kubernetes;

namespace Platform.Status.Watching;

/// <summary>
/// The live objects of one cluster, as its watches tell them. Used by one loop alone. Answers which identities a change touches, so that
/// only what may have changed is judged again.
/// </summary>
internal sealed class LiveStore(Func<JsonObject, LiveEntry>? read = null)
{
    private readonly Dictionary<Scope, ScopeState> _scopes = [];
    private readonly Dictionary<string, LiveEntry> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _children = new(StringComparer.Ordinal);

    /// <summary>Whose children are told from others' by owner references alone.</summary>
    public Parents Parents { get; } = new();

    public ScopeState this[Scope scope] => _scopes.TryGetValue(scope, out var state) ? state : _scopes[scope] = new();

    public bool Has(Scope scope) => _scopes.ContainsKey(scope);

    /// <summary>Everything is forgotten: the cluster was lost, or is another process's.</summary>
    public void Clear()
    {
        foreach (var scope in _scopes.Keys.ToList())
            Drop(scope);
    }

    public void Drop(Scope scope)
    {
        if (!_scopes.Remove(scope, out var state))
            return;
        foreach (var entry in state.Objects.Values)
            Unindex(entry);
        Parents.Forget(scope);
    }

    /// <summary>Takes an event in. Null: anything may have changed; else the applied objects it touches.</summary>
    public IReadOnlyList<LiveId>? Apply(Scope scope, WatchEvent e)
    {
        var state = this[scope];
        if (e.Type != WatchEventType.Interrupted)
            state.UnknownKind = false;
        switch (e.Type)
        {
            case WatchEventType.ListStarted:
                state.Listing = [];
                return [];
            case WatchEventType.Listed when !Concerns(scope, e.Live!):
                return [];
            case WatchEventType.Listed:
                var listed = EntryOf(e.Live!);
                (state.Listing ??= [])[listed.Id] = listed;
                return [];
            case WatchEventType.ListEnded:
                return Swap(scope, state);
            case WatchEventType.Added or WatchEventType.Modified when Concerns(scope, e.Live!):
                return Set(state, EntryOf(e.Live!));
            case WatchEventType.Added or WatchEventType.Modified or WatchEventType.Deleted:
                return Remove(state, LiveId.Of(e.Live!));
            case WatchEventType.Interrupted:
                return Interrupt(state, e.Failure!);
            default:
                return [];
        }
    }

    /// <summary>
    /// Takes in an object that was read by itself, unless more is known of it by now. Answers the applied objects it touches.
    /// </summary>
    public IReadOnlyList<LiveId> Refresh(Scope scope, JsonObject live)
    {
        var (state, entry) = (this[scope], EntryOf(live));
        return state.Objects.TryGetValue(entry.Id, out var known) && known.Uid == entry.Uid && Versions.AtLeast(entry.ResourceVersion, known.ResourceVersion)
            ? Set(state, entry)
            : [];
    }

    /// <summary>The watch through which an identity is seen; null when it is not.</summary>
    public Scope? ScopeOf(LiveId id) =>
        _scopes.Where(s => s.Key.Kind == id.Kind && s.Key.Group == id.Group && s.Value.Objects.ContainsKey(id)).Select(s => s.Key).FirstOrDefault();

    /// <summary>The live object of an identity, through whatever watch it is seen.</summary>
    public LiveEntry? Find(LiveId id)
    {
        foreach (var (scope, state) in _scopes)
            if (scope.Kind == id.Kind && scope.Group == id.Group && state.Objects.TryGetValue(id, out var entry))
                return entry;
        return null;
    }

    /// <summary>The watches that could tell of an identity.</summary>
    public IEnumerable<ScopeState> StatesFor(LiveId id) =>
        from pair in _scopes
        where pair.Key.Selection == Selection.Applied && pair.Key.Kind == id.Kind && pair.Key.Group == id.Group
            && (pair.Key.Namespace is null || pair.Key.Namespace == id.Namespace)
        select pair.Value;

    public IEnumerable<LiveEntry> ChildrenOf(string uid) =>
        _children.TryGetValue(uid, out var children) ? children.Select(c => _byUid.GetValueOrDefault(c)).OfType<LiveEntry>() : [];

    public IEnumerable<LiveEntry> DescendantsOf(string uid, int depth = 4) =>
        depth == 0 ? [] : ChildrenOf(uid).SelectMany(c => DescendantsOf(c.Uid, depth - 1).Prepend(c));

    /// <summary>False: it is nobody's here. Watches that would only be told so need not pass it on.</summary>
    public bool Concerns(Scope scope, JsonObject live) => scope.Selection != Selection.Unlabelled || Parents.Have(scope, LiveEntry.OwnerOf(live));

    private LiveEntry EntryOf(JsonObject live) => read is null ? LiveEntry.Of(live, HealthRules.Of(live), null) : read(live);

    private static IReadOnlyList<LiveId>? Interrupt(ScopeState state, KubernetesFailure failure)
    {
        state.Listing = null;
        var refused = failure.StatusCode is 401 or 403 ? failure.Message : state.Refused;
        if (refused == state.Refused)
            return [];
        state.Refused = refused;
        return null;
    }

    private List<LiveId>? Swap(Scope scope, ScopeState state)
    {
        var before = state.Objects;
        state.Objects = state.Listing ?? [];
        state.Listing = null;
        state.Synced = true;
        state.Refused = null;
        foreach (var entry in state.Objects.Values)
            Index(entry);
        // Of children only what is above them; what was applied may be found missing now.
        var touched = scope.Selection == Selection.Applied ? null : before.Values.Concat(state.Objects.Values).SelectMany(Touched).Distinct().ToList();
        foreach (var entry in before.Values)
            Unindex(entry);
        return touched;
    }

    private List<LiveId> Set(ScopeState state, LiveEntry entry)
    {
        var before = state.Objects.GetValueOrDefault(entry.Id);
        state.Objects[entry.Id] = entry;
        Index(entry);
        if (before is not null)
            Unindex(before);
        return Touched(entry);
    }

    private List<LiveId> Remove(ScopeState state, LiveId id)
    {
        if (!state.Objects.Remove(id, out var entry))
            return [];
        var touched = Touched(entry);
        Unindex(entry);
        return touched;
    }

    /// <summary>The object itself and everything above it.</summary>
    private List<LiveId> Touched(LiveEntry entry)
    {
        var touched = new List<LiveId> { entry.Id };
        for (var depth = 0; depth < 4 && entry.Owner is { } owner && _byUid.TryGetValue(owner, out var above); depth++)
        {
            touched.Add(above.Id);
            entry = above;
        }
        return touched;
    }

    private void Index(LiveEntry entry)
    {
        StatusMetrics.Objects.Add(1);
        _byUid[entry.Uid] = entry;
        if (entry.ChildrenUnlabelled)
            Parents.Add(entry);
        if (entry.Owner is not { } owner)
            return;
        if (!_children.TryGetValue(owner, out var siblings))
            _children[owner] = siblings = new(StringComparer.Ordinal);
        siblings.Add(entry.Uid);
    }

    /// <summary>What is known of the object by now stays: another version of it, or the same as another watch tells it.</summary>
    private void Unindex(LiveEntry entry)
    {
        StatusMetrics.Objects.Add(-1);
        if (_byUid.TryGetValue(entry.Uid, out var known) && ReferenceEquals(known, entry))
        {
            _byUid.Remove(entry.Uid);
            known = null;
        }
        if (known is not { ChildrenUnlabelled: true })
            Parents.Remove(entry.Uid);
        if (entry.Owner is { } owner && owner != known?.Owner && _children.TryGetValue(owner, out var siblings) && siblings.Remove(entry.Uid) && siblings.Count == 0)
            _children.Remove(owner);
    }
}
