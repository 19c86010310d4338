using Platform.Storage;

namespace Platform.Deploy.Planning.Fetching;

/// <summary>
/// What was fetched for renderings. The id is the key of the need; before it, for answers that change, the content digest of the
/// revision that keeps this one.
/// </summary>
internal sealed class AnswerDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>JSON, compressed, under the master key: it may hold Secrets.</summary>
    public string Content { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public static string IdOf(string? revisionDigest, string key) => revisionDigest is null ? key : $"{revisionDigest}/{key}";
}
