namespace Platform.Network;

/// <summary>What may be downloaded, from where and for how long.</summary>
public sealed record DownloadPolicy
{
    /// <summary>Where addresses may lead, redirects too.</summary>
    public AddressPolicy Addresses { get; init; } = new();

    /// <summary>Whether http:// is allowed besides https://.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>The largest file, in bytes.</summary>
    public long MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long one download may take, from the first connection to the last byte.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);
}
