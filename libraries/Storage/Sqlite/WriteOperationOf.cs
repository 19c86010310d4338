using Microsoft.Data.Sqlite;

namespace Platform.Storage.Sqlite;

/// <summary>A write with a result.</summary>
internal sealed class WriteOperation<TResult>(Func<SqliteSession, TResult> work, CancellationToken ct) : WriteOperation
{
    private const int Constraint = 19;

    // The callers' continuations must not run on the writer's thread.
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? result;
    private Exception? refused;

    public Task<TResult> Task => completion.Task;

    public override bool Run(SqliteSession session)
    {
        if (ct.IsCancellationRequested)
        {
            completion.TrySetCanceled(ct);
            return false;
        }

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
        if (refused is not null)
        {
            completion.TrySetException(refused);
        }
        else
        {
            completion.TrySetResult(result!);
        }
    }

    public override void Failed(Exception reason) => completion.TrySetException(reason);
}
