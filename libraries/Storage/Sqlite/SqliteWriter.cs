using Microsoft.Extensions.Logging;

namespace Platform.Storage.Sqlite;

/// <summary>
/// The only connection that writes, on a thread of its own. Whatever waits when a commit ends goes into the next one, and while several
/// write at once it waits a moment for more: under load one sync to disk serves many callers.
/// </summary>
internal sealed partial class SqliteWriter
{
    private const int LargestGroup = 500;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(4);

    private readonly object gate = new();
    private readonly Queue<WriteOperation> queue = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteSession session;
    private readonly string name;
    private readonly Thread thread;
    private readonly ILogger log;
    private bool idle;
    private bool completed;

    private SqliteWriter(SqliteSession session, string name, ILogger log)
    {
        this.session = session;
        this.name = name;
        this.log = log;
        thread = new Thread(Run) { Name = "sqlite " + name, IsBackground = true };
    }

    public static SqliteWriter Start(string path, ILogger log)
    {
        // FULL: what has been answered is on disk, and a message sent because of it never tells of something a power cut took back.
        var session = new SqliteSession(
            path, "busy_timeout = 5000", "journal_mode = WAL", "synchronous = FULL", "journal_size_limit = 67108864", "temp_store = MEMORY");
        var writer = new SqliteWriter(session, Path.GetFileName(path), log);
        writer.thread.Start();
        return writer;
    }

    public Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> work, Action<TResult?>? settled, CancellationToken ct)
    {
        var operation = new WriteOperation<TResult>(work, settled, ct);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(completed, this);
            queue.Enqueue(operation);
            if (idle)
            {
                Monitor.Pulse(gate);
            }
        }

        return operation.Task;
    }

    /// <summary>Writes what is queued, then closes.</summary>
    public Task CompleteAsync()
    {
        Close();
        return ended.Task;
    }

    /// <inheritdoc cref="CompleteAsync"/>
    public void Complete()
    {
        Close();
        thread.Join();
    }

    private void Close()
    {
        lock (gate)
        {
            completed = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Run()
    {
        var group = new List<WriteOperation>();
        while (Take(group))
        {
            Write(group);
        }

        session.Dispose();
        ended.SetResult();
    }

    /// <summary>Takes the next group in the place of the last. False: nothing comes any more.</summary>
    private bool Take(List<WriteOperation> group)
    {
        var several = group.Count > 1;
        group.Clear();
        lock (gate)
        {
            while (queue.Count == 0 && !completed)
            {
                idle = true;
                Monitor.Wait(gate);
            }

            idle = false;
            if (several && !completed && queue.Count < LargestGroup)
            {
                Monitor.Wait(gate, Moment);
            }

            while (group.Count < LargestGroup && queue.TryDequeue(out var next))
            {
                group.Add(next);
            }
        }

        return group.Count > 0;
    }

    private void Write(List<WriteOperation> group)
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            group.ForEach(operation => operation.Run(session));
            session.Execute("COMMIT");
            StorageTelemetry.CountCommit(name);
        }
#pragma warning disable CA1031 // Whatever it is, the callers are told and the writer goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            GroupFailed(log, e, group.Count);
            RollBack();
            group.ForEach(operation => operation.Failed(e));
            return;
        }

        group.ForEach(operation => operation.Committed());
    }

    private void RollBack()
    {
        try
        {
            session.Execute("ROLLBACK");
        }
#pragma warning disable CA1031 // SQLite has rolled back by itself, or there was nothing to roll back.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    [LoggerMessage(LogLevel.Error, "A group of {Count} writes failed and was rolled back")]
    private static partial void GroupFailed(ILogger logger, Exception exception, int count);
}
