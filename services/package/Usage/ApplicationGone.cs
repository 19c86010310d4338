using Platform.Storage;

namespace Platform.Package.Usage;

/// <summary>
/// That an application was deleted, kept for a while: news of its revisions may come later than that of its end, and must not bring a
/// use back that nobody would ever take away.
/// </summary>
internal sealed class ApplicationGone : IDocument, IExpires
{
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <summary><c>namespace/application</c>.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>When it was told.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset? ExpiresAt { get; set; }
}
