namespace Platform.Tools;

/// <summary>What to fetch.</summary>
public sealed record GitRequest
{
    /// <summary>The repository: see <see cref="GitAddress"/>.</summary>
    public required string Url { get; init; }

    /// <summary>Branch, tag or commit; the remote's default branch when null.</summary>
    public string? Ref { get; init; }

    /// <summary>Directory in the repository; its root when null or empty.</summary>
    public string? Path { get; init; }

    /// <summary>Credentials; null for a public repository.</summary>
    public GitCredentials? Credentials { get; init; }
}
