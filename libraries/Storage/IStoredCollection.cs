namespace Platform.Storage;

/// <summary>What the host does with every collection, whatever is in it.</summary>
internal interface IStoredCollection
{
    /// <summary>Makes tables and indexes; everything else waits for it.</summary>
    Task PrepareAsync(CancellationToken ct);

    /// <summary>Deletes what has expired, where the store does not do so itself.</summary>
    Task SweepAsync(DateTimeOffset now, CancellationToken ct);
}
