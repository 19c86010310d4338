namespace Platform.Storage.Sqlite;

/// <summary>A write that waits for its turn and for the commit of the group it is in.</summary>
internal abstract class WriteOperation
{
    /// <summary>Does it, inside the group's transaction; nothing when its caller has gone.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The group is on disk: the caller may know how it went.</summary>
    public abstract void Committed();

    /// <summary>It did not happen.</summary>
    public abstract void Failed(Exception reason);
}
