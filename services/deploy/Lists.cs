using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy;

/// <summary>Pages of lists that are filtered by what no index knows (label selectors).</summary>
internal static class Lists
{
    /// <summary>One page of what matches; the store is read on until the page is full or there is no more.</summary>
    /// <exception cref="ProblemException">The continue token is not of this list.</exception>
    public static async Task<Page<T>> PageAsync<T>(IDocuments<T> documents, Find<T> find, ListQuery query, Func<T, bool> matches, CancellationToken ct)
        where T : class, IDocument
    {
        var items = new List<T>();
        var token = query.Continue;
        try
        {
            do
            {
                // No more than fit, so that the token stands right after the last item shown.
                var page = await documents.FindAsync(find.Limit(query.Limit - items.Count).ContinueFrom(token), ct);
                items.AddRange(page.Items.Where(matches));
                token = page.Continue;
            }
            while (token is not null && items.Count < query.Limit);
        }
        catch (ContinueTokenException e)
        {
            throw new ProblemException(Problems.Unreadable(e.Message));
        }

        return new(items, token);
    }
}
