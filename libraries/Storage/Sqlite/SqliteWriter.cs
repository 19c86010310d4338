using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Platform.Storage.Sqlite;

/// <summary>
/// The only connection that writes, on a thread of its own. Whatever waits when a commit ends goes into the next one: under load
/// one sync to disk serves many callers.
/// </summary>
internal sealed partial class SqliteWriter
{
    private const int LargestGroup = 500;

    private readonly BlockingCollection<WriteOperation> queue = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteSession session;
    private readonly Thread thread;
    private readonly ILogger log;

    private SqliteWriter(SqliteSession session, string name, ILogger log)
    {
        this.session = session;
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
        try
        {
            queue.Add(operation, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), "The store has been closed.");
        }

        return operation.Task;
    }

    /// <summary>Writes what is queued, then closes.</summary>
    public Task CompleteAsync()
    {
        queue.CompleteAdding();
        return ended.Task;
    }

    /// <inheritdoc cref="CompleteAsync"/>
    public void Complete()
    {
        queue.CompleteAdding();
        thread.Join();
    }

    private void Run()
    {
        var group = new List<WriteOperation>();
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < LargestGroup && queue.TryTake(out var next))
            {
                group.Add(next);
            }

            Write(group);
            group.Clear();
        }

        session.Dispose();
        ended.SetResult();
    }

    private void Write(List<WriteOperation> group)
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            group.RemoveAll(operation => !operation.Run(session));
            session.Execute("COMMIT");
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
