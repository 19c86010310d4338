namespace Platform.Contracts.Build.V1;

/// <summary>A directory of files: one of a git directory, an archive, or the files themselves.</summary>
public sealed record TreeSource
{
    /// <summary>A directory in git.</summary>
    public GitSource? Git { get; init; }

    /// <summary>A <c>.tar.gz</c> or <c>.zip</c> at an <c>https://</c> address.</summary>
    public string? Archive { get; init; }

    /// <summary>Directory in the archive; its root when null.</summary>
    public string? Path { get; init; }

    /// <summary>The files, path to text.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}
