using System.Net.Http.Headers;

namespace Platform.Oci;

/// <summary>Paging of lists: <c>Link: &lt;/v2/…&gt;; rel="next"</c>.</summary>
internal static class RegistryLinks
{
    internal static Uri? Next(Uri from, HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Link", out var links) || links.FirstOrDefault(l => l.Contains("rel=\"next\"", StringComparison.Ordinal)) is not { } link)
            return null;

        var begin = link.IndexOf('<', StringComparison.Ordinal);
        var end = link.IndexOf('>', StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            return null;

        var next = new Uri(from, link[(begin + 1)..end]);
        // A list continues where it began: a link to another host would get our credentials.
        return next.Authority == from.Authority && next != from ? next : null;
    }
}
