using Platform.Storage;

namespace Platform.Build.Images;

/// <summary>An image that was built, by the digest of all it depends on (<see cref="ImageKey"/>): the next equal wish needs no building.</summary>
internal sealed class BuiltImage : IDocument, IExpires
{
    /// <summary>The application's image repository and the key: applications share no images, as their readers may differ.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>Digest of the image, or of its index when it is for several platforms.</summary>
    public string Digest { get; set; } = "";

    public string Commit { get; set; } = "";

    public string Builder { get; set; } = "";

    public DateTimeOffset BuiltAt { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset? ExpiresAt { get; set; }

    internal static string IdOf(string repository, string key) => $"{repository}/{key}";
}
