namespace Platform.Storage;

/// <summary>Where documents are kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Folder of the SQLite files, one per service: <c>{service}.db</c>. Made when absent.</summary>
    public string DataDirectory { get; init; } = ".data";

    /// <summary>
    /// A MongoDB connection string; null keeps documents in SQLite. Databases are named <c>platform_{service}</c>; a database in the string
    /// (<c>mongodb://host/acme</c>) takes the place of <c>platform</c>, so that several installations can share a server.
    /// </summary>
    public string? Mongo { get; init; }

    /// <summary>First part of MongoDB database names; another one keeps several installations or tests on one server apart.</summary>
    public string DatabasePrefix { get; init; } = "platform";

    /// <summary>How often SQLite is swept of expired documents. MongoDB has its own rhythm, about a minute.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(30);
}
