using Platform.Storage;

namespace Platform.Messaging;

/// <summary>Change loops over an outbox: load, change, save, and again when somebody was quicker.</summary>
public static class OutboxUpdates
{
    /// <summary>
    /// Changes a document. <paramref name="change"/> may run several times, each time on a fresh document; it answers false to leave
    /// it as it is. With <paramref name="messageId"/>, a message handled before changes nothing.
    /// The result is the document as stored, or null when there is none.
    /// </summary>
    public static async Task<T?> UpdateAsync<T>(
        this IOutbox<T> outbox, string id, Func<T, bool> change, Guid? messageId = null, CancellationToken ct = default)
        where T : OutboxDocument
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var document = await outbox.Documents.GetAsync(id, ct);
            if (document is null || !Apply(document, change, messageId) || await outbox.ReplaceAsync(document, ct))
            {
                return document;
            }
        }
    }

    /// <summary>
    /// Changes a document that was just read, which saves reading it: only when somebody else was quicker is it read anew.
    /// <paramref name="known"/> is of no use afterwards unless it is the result. Everything else as with the other one.
    /// </summary>
    public static async Task<T?> UpdateAsync<T>(this IOutbox<T> outbox, T known, Func<T, bool> change, CancellationToken ct = default)
        where T : OutboxDocument
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(change);
        return !change(known) || await outbox.ReplaceAsync(known, ct) ? known : await outbox.UpdateAsync(known.Id, change, ct: ct);
    }

    /// <summary>
    /// Changes a document, or makes it first: <paramref name="create"/> gives a new one, <paramref name="change"/> then runs on it too.
    /// Everything else as with <see cref="UpdateAsync{T}"/>.
    /// </summary>
    public static async Task<T> UpsertAsync<T>(
        this IOutbox<T> outbox, string id, Func<T> create, Func<T, bool> change, Guid? messageId = null, CancellationToken ct = default)
        where T : OutboxDocument
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var document = await outbox.Documents.GetAsync(id, ct);
            var absent = document is null;
            document ??= create();
            document.Id = id;
            if (!Apply(document, change, messageId))
            {
                return document;
            }

            if (absent ? await outbox.InsertAsync(document, ct) : await outbox.ReplaceAsync(document, ct))
            {
                return document;
            }
        }
    }

    private static bool Apply<T>(T document, Func<T, bool> change, Guid? messageId) where T : OutboxDocument
    {
        if (messageId is { } handled)
        {
            if (document.HasHandled(handled))
            {
                return false;
            }

            document.Handled(handled);
        }

        return change(document);
    }
}
