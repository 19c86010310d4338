namespace Platform.Storage.Sqlite;

/// <summary>
/// Documents of a table as they were written or read last, so that what is looked at again and again costs no statement. Sound because one
/// process has the file and one thread writes it: that thread takes out what it is about to change, and puts in what is stored once the last
/// change of the document is committed (a group of writes may hold several); readers only put in what they read while nothing was written,
/// and never while something is.
/// </summary>
internal sealed class SqliteCache
{
    /// <summary>Bytes of all documents together.</summary>
    private const int Room = 4 * 1024 * 1024;

    /// <summary>Bytes of a document that is worth keeping.</summary>
    private const int Largest = 64 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<SqliteRow>> known = new(StringComparer.Ordinal);
    private readonly LinkedList<SqliteRow> byUse = [];
    private long bytes;
    private long changes;
    private readonly Dictionary<string, int> underWay = new(StringComparer.Ordinal);
    private int sweeps;

    /// <summary>Grows with every write: <see cref="Read"/> is told what it was before the reading.</summary>
    public long Changes
    {
        get
        {
            lock (gate)
            {
                return changes;
            }
        }
    }

    public SqliteRow? Find(string id)
    {
        lock (gate)
        {
            if (!known.TryGetValue(id, out var node))
            {
                return null;
            }

            byUse.Remove(node);
            byUse.AddLast(node);
            return node.Value;
        }
    }

    /// <summary>A reader found this; it counts only if nothing was written since it began.</summary>
    public void Read(SqliteRow row, long since)
    {
        lock (gate)
        {
            if (changes == since && underWay.Count == 0 && sweeps == 0)
            {
                Put(row);
            }
        }
    }

    /// <summary>The writer is about to change a document, and will say <see cref="Changed"/>.</summary>
    public void Changing(string id)
    {
        lock (gate)
        {
            changes++;
            underWay[id] = underWay.GetValueOrDefault(id) + 1;
            Remove(id);
        }
    }

    /// <summary>The writer's change of a document is on disk, or did not happen. Null: what is stored now has to be read.</summary>
    public void Changed(string id, SqliteRow? row)
    {
        lock (gate)
        {
            changes++;
            if (--underWay[id] > 0)
            {
                return;
            }

            underWay.Remove(id);
            if (row is not null && sweeps == 0)
            {
                Put(row);
            }
        }
    }

    /// <summary>The writer is about to delete many documents, and will say <see cref="Swept"/>.</summary>
    public void Sweeping()
    {
        lock (gate)
        {
            changes++;
            sweeps++;
            known.Clear();
            byUse.Clear();
            bytes = 0;
        }
    }

    /// <summary>They are gone, or still there.</summary>
    public void Swept()
    {
        lock (gate)
        {
            changes++;
            sweeps--;
        }
    }

    private void Put(SqliteRow row)
    {
        Remove(row.Id);
        if (row.Json.Length > Largest)
        {
            return;
        }

        known[row.Id] = byUse.AddLast(row);
        for (bytes += row.Json.Length; bytes > Room && byUse.First is { } oldest;)
        {
            Remove(oldest.Value.Id);
        }
    }

    private void Remove(string id)
    {
        if (known.Remove(id, out var node))
        {
            byUse.Remove(node);
            bytes -= node.Value.Json.Length;
        }
    }
}
