namespace Platform.Messaging;

/// <summary>What dispatcher and sweeper need of a type of document, whatever the type.</summary>
internal interface IOutboxStore
{
    /// <summary>The document type's name, for logs and metrics.</summary>
    string Name { get; }

    /// <summary>Takes entries out of documents' outboxes; those already gone are no fault.</summary>
    Task PullAsync(IReadOnlyList<(string Id, IReadOnlyCollection<Guid> Entries)> arrived, CancellationToken ct);

    /// <summary>Documents whose messages have waited since before <paramref name="before"/>.</summary>
    IAsyncEnumerable<OutboxDocument> LeftBehindAsync(DateTimeOffset before, CancellationToken ct);
}
