namespace Platform.Storage;

/// <summary>
/// The documents of one type. Every write is atomic by itself and visible to every later read; there are no transactions
/// over several documents. The document is taken as it is at the moment of the call; a later change to the object does not reach the store.
/// </summary>
public interface IDocuments<T> where T : class, IDocument
{
    /// <summary>Stores a new document and sets its version to 1. False: the id is taken, nothing changed.</summary>
    /// <exception cref="UniqueViolationException">Another document has the same values in a unique index.</exception>
    Task<bool> InsertAsync(T document, CancellationToken ct = default);

    /// <summary>
    /// Stores those of new documents whose ids are free, many in one write, and sets their versions to 1; the others keep theirs. When it
    /// throws, some may be stored.
    /// </summary>
    /// <exception cref="UniqueViolationException">Another document has the same values in a unique index.</exception>
    Task InsertAllAsync(IReadOnlyCollection<T> documents, CancellationToken ct = default);

    /// <summary>The document as of now, or null.</summary>
    Task<T?> GetAsync(string id, CancellationToken ct = default);

    /// <summary>
    /// Replaces the document if the stored version is the one it carries, and counts the version up.
    /// False: somebody was quicker, or it is gone; read it again and decide anew.
    /// </summary>
    /// <exception cref="UniqueViolationException">Another document has the same values in a unique index.</exception>
    Task<bool> ReplaceAsync(T document, CancellationToken ct = default);

    /// <summary>
    /// Replaces those whose stored version is the one they carry, many in one write, and answers how many they were. Which ones is not said:
    /// unless it was all of them, read them again; the documents themselves are of no further use. When it throws, some may be stored.
    /// </summary>
    /// <exception cref="UniqueViolationException">Another document has the same values in a unique index.</exception>
    Task<int> ReplaceAllAsync(IReadOnlyCollection<T> documents, CancellationToken ct = default);

    /// <summary>Deletes the document, with a version only if it is the stored one. False: nothing was deleted.</summary>
    Task<bool> DeleteAsync(string id, long? version = null, CancellationToken ct = default);

    /// <summary>One page of what matches, in a stable order.</summary>
    /// <exception cref="ContinueTokenException">The token is not one of this search's.</exception>
    Task<Page<T>> FindAsync(Find<T> find, CancellationToken ct = default);

    /// <summary>How many match, whatever the limit.</summary>
    Task<long> CountAsync(Find<T> find, CancellationToken ct = default);
}
