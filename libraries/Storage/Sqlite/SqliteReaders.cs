using System.Collections.Concurrent;

namespace Platform.Storage.Sqlite;

/// <summary>Connections for reading. Their calls block, so they run on pool threads, only so many at a time.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private static readonly int Most = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    private readonly ConcurrentBag<SqliteSession> idle = [];
    private readonly SemaphoreSlim free = new(Most, Most);
    private volatile bool closed;

    public async Task<TResult> ReadAsync<TResult>(Func<SqliteSession, TResult> work, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        await free.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Read(work), ct);
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>On the caller's thread: what takes some microseconds costs more to hand over than to do.</summary>
    public async Task<TResult> LookAsync<TResult>(Func<SqliteSession, TResult> work, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        await free.WaitAsync(ct);
        try
        {
            return Read(work);
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        closed = true;
        while (idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private TResult Read<TResult>(Func<SqliteSession, TResult> work)
    {
        if (!idle.TryTake(out var session))
        {
            session = new SqliteSession(path, "busy_timeout = 5000", "query_only = 1");
        }

        try
        {
            return work(session);
        }
        finally
        {
            idle.Add(session);
            if (closed)
            {
                Dispose();
            }
        }
    }
}
