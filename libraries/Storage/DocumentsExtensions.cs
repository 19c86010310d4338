using System.Runtime.CompilerServices;

namespace Platform.Storage;

/// <summary>What can be said in terms of <see cref="IDocuments{T}"/>.</summary>
public static class DocumentsExtensions
{
    /// <summary>Everything that matches, page by page; the limit of <paramref name="find"/> is the size of a page.</summary>
    public static async IAsyncEnumerable<T> FindAllAsync<T>(
        this IDocuments<T> documents, Find<T> find, [EnumeratorCancellation] CancellationToken ct = default)
        where T : class, IDocument
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(find);
        while (true)
        {
            var page = await documents.FindAsync(find, ct);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (page.Continue is null)
            {
                yield break;
            }

            find = find.ContinueFrom(page.Continue);
        }
    }

    /// <summary>The first that matches, or null.</summary>
    public static async Task<T?> FindFirstAsync<T>(this IDocuments<T> documents, Find<T> find, CancellationToken ct = default)
        where T : class, IDocument
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(find);
        var page = await documents.FindAsync(find.Limit(1), ct);
        return page.Items.Count > 0 ? page.Items[0] : null;
    }

    /// <summary>
    /// Reads, changes and replaces until nobody was quicker. <paramref name="change"/> may run several times, each time on a fresh
    /// document; it answers false to leave it as it is. The result is the document as stored, or null when there is none.
    /// </summary>
    public static async Task<T?> UpdateAsync<T>(
        this IDocuments<T> documents, string id, Func<T, bool> change, CancellationToken ct = default)
        where T : class, IDocument
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var document = await documents.GetAsync(id, ct);
            if (document is null || !change(document) || await documents.ReplaceAsync(document, ct))
            {
                return document;
            }
        }
    }
}
