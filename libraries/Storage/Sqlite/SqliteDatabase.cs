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
            // Before SQLite makes it, for all to read; its write-ahead log takes over the rights.
            OpenOwned(path, FileShare.ReadWrite).Dispose();
            return new SqliteDatabase(guard, SqliteWriter.Start(path, log), new SqliteReaders(path));
        }
        catch
        {
            guard.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="work"/> on the writer's thread; done when it is on disk.</summary>
    public Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> work, CancellationToken ct) => writer.WriteAsync(work, null, ct);

    /// <summary>
    /// The same; the writer's thread says <paramref name="settled"/>, before anybody else hears of it, with the result or, when none of what
    /// <paramref name="work"/> did stays, with none.
    /// </summary>
    public Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> work, Action<TResult?> settled, CancellationToken ct) =>
        writer.WriteAsync(work, settled, ct);

    /// <summary>Runs a quick <paramref name="work"/> on the caller's thread, on a connection that sees every write completed before.</summary>
    public Task<TResult> LookAsync<TResult>(Func<SqliteSession, TResult> work, CancellationToken ct) => readers.LookAsync(work, ct);

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

    // Documents hold what is nobody else's business: a new file is its owner's alone.
    private static FileStream OpenOwned(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // The operating system lets go of it when the process ends, however it ends.
    private static FileStream Lock(string path)
    {
        try
        {
            return OpenOwned(path + ".lock", FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new StoreInUseException(path, e);
        }
    }
}
