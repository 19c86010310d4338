using Platform.Network;

namespace Platform.Tools;

/// <summary>Which repositories may be fetched, and how much of them.</summary>
public sealed record GitPolicy
{
    /// <summary>Folders below which <c>file://</c> repositories may be; none when empty.</summary>
    public IReadOnlyList<string> AllowedFolders { get; init; } = [];

    /// <summary>Takes <c>http://</c>: source and credentials travel in the clear.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Which addresses may be connected to.</summary>
    public AddressPolicy Addresses { get; init; } = new();

    /// <summary>Bytes that are fetched, and bytes that are checked out, at most.</summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Files that are checked out, at most.</summary>
    public int MaxFiles { get; init; } = 200_000;

    /// <summary>How long fetching may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(5);
}
