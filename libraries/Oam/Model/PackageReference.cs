namespace Platform.Oam;

/// <summary>The application package an application takes its images from, e.g. <c>shop:1.4.0</c> or <c>shop:^1.4</c>.</summary>
/// <param name="Name">Name of the application package.</param>
/// <param name="Version">A version or a range of versions.</param>
public sealed record PackageReference(string Name, string Version)
{
    /// <summary>False for a range, which has to be resolved to a version once, when the revision is made.</summary>
    public bool IsExact => PackageVersions.IsVersion(Version);

    /// <summary>Reads <c>name:version</c>. Null and a detail when it can't be read.</summary>
    public static PackageReference? Parse(string text, out string? fault) => PackageVersions.Parse(text, out fault);

    /// <summary>Reads <c>name:version</c>.</summary>
    /// <exception cref="FormatException">It is something else; the message says what would be right.</exception>
    public static PackageReference Parse(string text) => Parse(text, out var fault) ?? throw new FormatException(fault);

    /// <summary>Whether that version is the one named, or within the range.</summary>
    public bool Accepts(string version) => PackageVersions.Accepts(Version, version);

    /// <summary>The newest of the versions that is accepted; null when none is.</summary>
    public string? Newest(IEnumerable<string> versions) => PackageVersions.Newest(Version, versions);

    /// <summary>
    /// The newest of the versions that is newer than <paramref name="current"/>; null when none is. A version before a release (1.5.0-rc.1) is
    /// offered only to who has one.
    /// </summary>
    public static string? Upgrade(string current, IEnumerable<string> versions) => PackageVersions.Upgrade(current, versions);

    /// <inheritdoc />
    public override string ToString() => $"{Name}:{Version}";
}
