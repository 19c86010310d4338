using Platform.Contracts.Build.V1;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Build.Tasks;

/// <summary>
/// One component to build for one package version: what was asked, who works on it, what came out. The worker that has it renews a
/// lease; a task whose lease ran out is due again, so a build killed half-way is taken up by another worker.
/// </summary>
internal sealed class BuildTask : OutboxDocument, IExpires
{
    public string Namespace { get; set; } = "";

    public string Application { get; set; } = "";

    public string PackageVersion { get; set; } = "";

    public string Component { get; set; } = "";

    /// <summary><c>namespace/application/version</c>: the package the task is for.</summary>
    public string Package { get; set; } = "";

    /// <summary>Every component of that package.</summary>
    public List<string> PackageComponents { get; set; } = [];

    public ComponentSource? Source { get; set; }

    public string ContentKey { get; set; } = "";

    /// <summary>Build even when an equal build exists.</summary>
    public bool Force { get; set; }

    public BuildPhase Phase { get; set; }

    /// <summary>Nobody wants the result any longer; the worker sees it at its next heartbeat.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>The worker that has the task.</summary>
    public Guid? Worker { get; set; }

    /// <summary>How many workers took it up.</summary>
    public int Runs { get; set; }

    /// <summary>When a worker has to be found: at once for a queued task, at the end of its lease for a running one, never for an ended one.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Digest of the component package.</summary>
    public string? Digest { get; set; }

    public List<string> Images { get; set; } = [];

    /// <summary>Media type of what the package carries besides images; null for nothing.</summary>
    public string? ContentType { get; set; }

    public string? ContentDigest { get; set; }

    public bool Reused { get; set; }

    /// <summary>Why it failed, for a person.</summary>
    public string? Reason { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset? ExpiresAt { get; set; }

    internal Guid Task => Guid.Parse(Id);

    internal bool HasEnded => Phase is BuildPhase.Succeeded or BuildPhase.Failed or BuildPhase.Cancelled;

    internal double DurationSeconds => EndedAt is { } end && StartedAt is { } start ? Math.Round((end - start).TotalSeconds, 3) : 0;

    internal static string PackageOf(string @namespace, string application, string version) => $"{@namespace}/{application}/{version}";
}
