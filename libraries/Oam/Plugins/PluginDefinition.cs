using System.Text.Json.Nodes;
using Platform.Oam.Definitions;

namespace Platform.Oam;

/// <summary>A type that somebody installs at run time: read, checked, ready to be used.</summary>
public sealed record PluginDefinition
{
    /// <summary>component, trait, policy or workflowstep.</summary>
    public required string Kind { get; init; }

    /// <summary>What applications call it.</summary>
    public required string Name { get; init; }

    /// <summary>The version its author gives it; null when it has none.</summary>
    public string? Version { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>The document as it was given.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>SHA-256 of what it says, however it is written.</summary>
    public string Digest => CanonicalJson.DigestOf(CanonicalJson.Write(Document));

    /// <summary>What catalogs take; the revision is set by who keeps it.</summary>
    public required Definition Definition { get; init; }
}
