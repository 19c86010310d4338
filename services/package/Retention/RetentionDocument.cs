using Platform.Storage;

namespace Platform.Package.Retention;

/// <summary>An application's own rules of retention, in place of the configured ones.</summary>
internal sealed class RetentionDocument : IDocument
{
    /// <summary><c>namespace/application</c>.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public int? Keep { get; set; }

    public TimeSpan? MaxAge { get; set; }
}
