namespace Platform.Oci;

/// <summary>Annotation keys of the image specification that are used here.</summary>
public static class Annotations
{
    /// <summary>In <c>index.json</c> of a layout: the name by which a manifest is found.</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    public const string Title = "org.opencontainers.image.title";

    public const string Version = "org.opencontainers.image.version";

    internal static IReadOnlyDictionary<string, string>? Sorted(IReadOnlyDictionary<string, string>? annotations) =>
        annotations is null or { Count: 0 } ? null : new SortedDictionary<string, string>(annotations.ToDictionary(), StringComparer.Ordinal);
}
