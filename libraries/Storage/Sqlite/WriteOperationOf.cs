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

    public override bool Run(SqliteSession session)
    {
        if (ct.IsCancellationRequested)
        {
            completion.TrySetCanceled(ct);
            return false;
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

        return true;
    }

    public override void Committed()
    {
        settled?.Invoke(result);
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
        if (begun)
        {
            settled?.Invoke(default);
        }

        completion.TrySetException(reason);
    }
}
