using Microsoft.Extensions.Logging;

namespace Platform.Storage.Sqlite;

/// <summary>
/// One file: a writer on its own thread, readers beside it that see every committed write, and a lock that keeps other processes out.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable, IDisposable
{
    private readonly FileStream guard;
    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;

    private SqliteDatabase(FileStream guard, SqliteWriter writer, SqliteReaders readers)
    {
        this.guard = guard;
        this.writer = writer;
        this.readers = readers;
    }

    /// <exception cref="StoreInUseException">Another process has it.</exception>
    public static SqliteDatabase Open(string path, ILogger log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var guard = Lock(path);
        try
        {
            return new SqliteDatabase(guard, SqliteWriter.Start(path, log), new SqliteReaders(path));
        }
        catch
        {
            guard.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="work"/> on the writer's thread; done when it is on disk.</summary>
    public Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> work, CancellationToken ct) => writer.WriteAsync(work, ct);

    /// <summary>Runs <paramref name="work"/> on a pool thread, on a connection that sees every write completed before.</summary>
    public Task<TResult> ReadAsync<TResult>(Func<SqliteSession, TResult> work, CancellationToken ct) => readers.ReadAsync(work, ct);

    public async ValueTask DisposeAsync()
    {
        await writer.CompleteAsync();
        Close();
    }

    public void Dispose()
    {
        writer.Complete();
        Close();
    }

    private void Close()
    {
        readers.Dispose();
        guard.Dispose();
    }

    // The operating system lets go of it when the process ends, however it ends.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new StoreInUseException(path, e);
        }
    }
}
