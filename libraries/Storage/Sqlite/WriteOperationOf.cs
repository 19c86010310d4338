using Microsoft.Data.Sqlite;

namespace Platform.Storage.Sqlite;

/// <summary>A write with a result.</summary>
internal sealed class WriteOperation<TResult>(Func<SqliteSession, TResult> work, Action<TResult?>? settled, CancellationToken ct) : WriteOperation
{
    private const int Constraint = 19;

    // The callers' continuations must not run on the writer's thread.
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? result;
    private Exception? refused;
    private bool begun;

    public Task<TResult> Task => completion.Task;

    public override void Run(SqliteSession session)
    {
        if (ct.IsCancellationRequested)
        {
            completion.TrySetCanceled(ct);
            return;
        }

        begun = true;
        try
        {
            result = work(session);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Constraint)
        {
            // Undoes its own statement only; the group goes on.
            refused = e;
        }
        catch (UniqueViolationException e)
        {
            refused = e;
        }
    }

    public override void Committed()
    {
        Settle(result);
        if (refused is not null)
        {
            completion.TrySetException(refused);
        }
        else
        {
            completion.TrySetResult(result!);
        }
    }

    public override void Failed(Exception reason)
    {
        Settle(default);
        completion.TrySetException(reason);
    }

    private void Settle(TResult? outcome)
    {
        if (begun)
        {
            settled?.Invoke(outcome);
        }
    }
}
