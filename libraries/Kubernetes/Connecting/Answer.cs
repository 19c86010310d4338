namespace Platform.Kubernetes;

/// <summary>A whole answer of an API server.</summary>
internal sealed record Answer(int StatusCode, byte[] Body, IReadOnlyList<string> Warnings, TimeSpan? RetryAfter)
{
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>An attempt before this one got no answer: it may be carried out yet.</summary>
    public bool Doubtful { get; init; }

    public bool Succeeded => StatusCode is >= 200 and < 300;

    /// <exception cref="HttpRequestException">The connection broke, or it is longer than any answer of ours.</exception>
    public static async Task<Answer> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(MaxBytes, ct);
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        return new((int)response.StatusCode, body, WarningsOf(response), RetryAfterOf(response, time));
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static List<string> WarningsOf(HttpResponseMessage response) =>
        response.Headers.Warning.Count == 0
            ? []
            : [.. response.Headers.Warning.Select(w => Unquoted(w.Text))];

    private static string Unquoted(string text) =>
        (text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text).Replace("\\\"", "\"", StringComparison.Ordinal);
}
