using Platform.Storage;

namespace Platform.Messaging;

/// <summary>
/// Saves documents together with the messages they publish: both happen or neither. Messages go out in the background,
/// at once; their entries leave the document when the broker has confirmed them (with the in-memory transport: when every consumer
/// is done with them). What a crash leaves behind goes out at the next start, or by the sweeper of another process.
/// </summary>
public interface IOutbox<T> where T : OutboxDocument
{
    /// <summary>The documents themselves, to read.</summary>
    IDocuments<T> Documents { get; }

    /// <summary>Stores a new document and sends its messages. False: the id is taken; nothing is stored or sent.</summary>
    Task<bool> InsertAsync(T document, CancellationToken ct = default);

    /// <summary>Stores those of new documents whose ids are free, many in one write, and sends their messages.</summary>
    Task InsertAllAsync(IReadOnlyCollection<T> documents, CancellationToken ct = default);

    /// <summary>
    /// Replaces the document and sends its messages. False: somebody changed it meanwhile, or it is gone; nothing is stored or sent.
    /// That the outbox itself took its entries out meanwhile is no conflict.
    /// </summary>
    Task<bool> ReplaceAsync(T document, CancellationToken ct = default);
}
