namespace Platform.Tools;

/// <summary>How much an archive may hold.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Bytes of all files, unpacked.</summary>
    public long TotalBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Number of entries.</summary>
    public int Entries { get; init; } = 20_000;

    /// <summary>How many times larger unpacked than packed, beyond the first 10 MiB: more is made to harm, not to carry anything.</summary>
    public int Ratio { get; init; } = 200;
}
