using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Platform.Hosting;

/// <summary>Guards against lost updates: a document's version as <c>ETag</c>, checked against <c>If-Match</c> and <c>If-None-Match</c>.</summary>
public static class ETags
{
    /// <summary>Puts the version on the answer.</summary>
    public static void SetETag(this HttpResponse response, long version) => response.Headers.ETag = Of(version);

    /// <summary>
    /// 412 when the request's <c>If-Match</c> names another version than the stored one (0 = there is none), or its
    /// <c>If-None-Match: *</c> meets one that exists; null when it may go on.
    /// </summary>
    public static ProblemHttpResult? Refuses(this HttpRequest request, long version)
    {
        var wanted = Tags(request.Headers.IfMatch);
        if (wanted.Count > 0 && !(version > 0 && (wanted.Contains("*") || wanted.Contains(Of(version)))))
            return Problems.PreconditionFailed(version == 0
                ? "If-Match was sent, but this does not exist."
                : $"It is at version {Of(version)} now, If-Match says {string.Join(", ", wanted)}. Read it again, and repeat the change on what you read.");
        return version > 0 && Tags(request.Headers.IfNoneMatch).Contains("*")
            ? Problems.PreconditionFailed("If-None-Match: * was sent, but this exists already.")
            : null;
    }

    /// <summary>The version as an entity tag.</summary>
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static List<string> Tags(Microsoft.Extensions.Primitives.StringValues header) =>
        [.. header.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
