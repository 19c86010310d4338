namespace Platform.Sandbox.Store;

/// <summary>A change: the object before and after it. Old is null when it was added, New is null when it was deleted.</summary>
internal sealed record Change(long Version, StoredObject? Old, StoredObject? New, StoredObject Last);

/// <summary>
/// The last changes of one kind, bounded by number and bytes; older ones are forgotten, which is what a watch from too far back is told.
/// </summary>
internal sealed class WatchHistory
{
    private const int MaximumCount = 1024;
    private const int MaximumBytes = 1 << 20;

    private readonly List<Change> _changes = [];
    private int _first;
    private long _bytes;
    private TaskCompletionSource? _changed;

    /// <summary>Changes up to and including this version are no longer known.</summary>
    public long Forgotten { get; private set; }

    /// <summary>The version of the last change, known still or not.</summary>
    public long Last { get; private set; }

    public void Add(Change change)
    {
        Last = change.Version;
        _changes.Add(change);
        _bytes += change.Last.Bytes.Length;
        while (_changes.Count - _first > MaximumCount || (_bytes > MaximumBytes && _changes.Count - _first > 16)) DropOldest();
        Signal();
    }

    /// <summary>Forgets everything, as an API server does after compaction and restart.</summary>
    public void Forget(long version)
    {
        _changes.Clear();
        (_first, _bytes, Forgotten) = (0, 0, version);
        Signal();
    }

    /// <summary>Changes after a version, oldest first.</summary>
    public IReadOnlyList<Change> After(long version)
    {
        var (low, high) = (_first, _changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_changes[middle].Version > version) high = middle; else low = middle + 1;
        }
        return low == _changes.Count ? [] : _changes.GetRange(low, _changes.Count - low);
    }

    /// <summary>Completes at the next change. Taken under the gate, so that nothing is missed between reading and waiting.</summary>
    public Task NextChange => (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Signal()
    {
        _changed?.TrySetResult();
        _changed = null;
    }

    private void DropOldest()
    {
        var oldest = _changes[_first];
        _changes[_first++] = null!;
        _bytes -= oldest.Last.Bytes.Length;
        Forgotten = oldest.Version;
        if (_first < MaximumCount) return;
        _changes.RemoveRange(0, _first);
        _first = 0;
    }
}
