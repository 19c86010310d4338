namespace Platform.Tools;

/// <summary>
/// One run of a program within bounds. Nothing of this process's environment is handed on: the program has <c>PATH</c>, <c>LANG</c>, a
/// <c>HOME</c> and <c>TMPDIR</c> of its own, and what <see cref="Environment"/> names.
/// </summary>
public sealed record ToolRun
{
    /// <summary>Name of the program, as the <see cref="ToolBox"/> knows it.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, one by one; no shell reads them. Other users see them (<c>ps</c>): never a secret.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder it runs in.</summary>
    public required string Directory { get; init; }

    /// <summary>Folder of its <c>HOME</c> and <c>TMPDIR</c>, kept after the run; when null, one is made and goes with the run.</summary>
    public string? Home { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of memory each of its processes may have of its own (RLIMIT_DATA); null for no limit.</summary>
    public long? MemoryLimit { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Size in bytes that no file it writes may exceed (RLIMIT_FSIZE); null for no limit.</summary>
    public long? FileSizeLimit { get; init; }

    /// <summary>Bytes it may print, on both streams together; null for no limit, for a caller that reads the lines and keeps few.</summary>
    public long? OutputLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>What it reads from standard input; nothing when null.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>
    /// False takes the network away where the system permits that (Linux as root, or with user namespaces). Elsewhere proxies that lead
    /// nowhere are set, which well-behaved programs heed, and the log says so once.
    /// </summary>
    public bool Network { get; init; } = true;

    /// <summary>True for programs that make user namespaces themselves (buildah, podman): without root they get none from us.</summary>
    public bool MakesNamespaces { get; init; }
}
