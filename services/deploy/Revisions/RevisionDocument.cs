using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Platform.Deploy.Packages;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Revisions;

/// <summary>An immutable snapshot of an application, with everything a rollout of it depends on; id <c>namespace/application/number</c>.</summary>
internal sealed class RevisionDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary><c>namespace/application</c>.</summary>
    public string ApplicationKey { get; set; } = "";

    public long Number { get; set; }

    /// <summary>SHA-256 over the document's meaning (positions, comments and order of keys left out) and the package it pins.</summary>
    public string ContentDigest { get; set; } = "";

    /// <summary>As submitted, YAML or JSON, with everything else that came in the same file.</summary>
    public string Text { get; set; } = "";

    /// <summary>The Application alone, a JSON object as text.</summary>
    public string Document { get; set; } = "{}";

    public List<string> Components { get; set; } = [];

    /// <summary>The package version that the reference meant when the revision was made.</summary>
    public string? PackageVersion { get; set; }

    public string? PackageDigest { get; set; }

    /// <summary>How the application names its package; null when it has none.</summary>
    [JsonIgnore]
    public PackageReference? PackageReference =>
        PackageVersion is not null && JsonNode.Parse(Document)?["metadata"]?["annotations"]?[WellKnown.Package] is { } text
            ? PackageReference.Parse(text.ToString(), out _)
            : null;

    /// <summary>What the package gave: images and contents by digest, so that nobody who changes or deletes the package changes the revision.</summary>
    public List<PackageEntry> PackageComponents { get; set; } = [];

    /// <summary>Revisions of the installed definitions it uses, by <c>kind/name</c>.</summary>
    public Dictionary<string, long> Definitions { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public static string IdOf(string applicationKey, long number) => $"{applicationKey}/{number}";

    /// <summary>The name OAM runtimes give a revision, e.g. <c>shop-v3</c>.</summary>
    public static string NameOf(string application, long number) => $"{application}-v{number}";
}
