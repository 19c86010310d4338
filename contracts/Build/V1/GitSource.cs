namespace Platform.Contracts.Build.V1;

/// <summary>A place in a git repository.</summary>
public sealed record GitSource
{
    /// <summary><c>https://…</c>, <c>ssh://…</c>, <c>user@host:path</c>, or <c>file://…</c> below an allowed folder.</summary>
    public required string Url { get; init; }

    /// <summary>Branch, tag or commit; the remote's default branch when null.</summary>
    public string? Ref { get; init; }

    /// <summary>Directory in the repository; its root when null.</summary>
    public string? Path { get; init; }
}
