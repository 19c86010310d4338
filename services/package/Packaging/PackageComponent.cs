using Platform.Contracts.Build.V1;
using Platform.Contracts.Package.V1;

namespace Platform.Package.Packaging;

/// <summary>One component of a package while it is made, and after.</summary>
internal sealed class PackageComponent
{
    public string Component { get; set; } = "";

    /// <summary>The source as registered when this version was begun.</summary>
    public ComponentSource Source { get; set; } = new() { Type = "" };

    public string ContentKey { get; set; } = "";

    /// <summary>The build task asked for last; news of any other is old.</summary>
    public Guid Task { get; set; }

    public PackagePhase Phase { get; set; }

    public string? Digest { get; set; }

    public List<string> Images { get; set; } = [];

    /// <summary>Media type of what it carries besides images; null for none.</summary>
    public string? ContentType { get; set; }

    public string? ContentDigest { get; set; }

    public bool Reused { get; set; }

    public double? DurationSeconds { get; set; }

    public string? Error { get; set; }

    internal bool HasEnded => Phase is PackagePhase.Succeeded or PackagePhase.Failed or PackagePhase.Cancelled;
}
