using Platform.Contracts.Package.V1;
using Platform.Messaging;

namespace Platform.Package.Packaging;

/// <summary>
/// An application package from the request to its deletion: the saga that makes it, and the record of what was made. Its id follows from
/// namespace, application and version, so requests for one version meet in one document.
/// </summary>
internal sealed class PackagingSaga : SagaDocument
{
    private static readonly Guid Scope = new("6d5c2b39-6a4e-4c53-9f3a-0c3f4f0a5b11");

    public string Namespace { get; set; } = "";

    public string Application { get; set; } = "";

    /// <summary><c>namespace/application</c>, for lists.</summary>
    public string Owner { get; set; } = "";

    public string PackageVersion { get; set; } = "";

    public Dictionary<string, string> Labels { get; set; } = [];

    public List<PackageComponent> Components { get; set; } = [];

    /// <summary>Names that shall lead to it once it is complete.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>Build also what an equal build exists of.</summary>
    public bool Force { get; set; }

    /// <summary>How often this version was begun: once, and once more for each retry.</summary>
    public int Attempt { get; set; }

    public string RequestedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When to ask again for what is missing; null once it has ended.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When the components were all there.</summary>
    public DateTimeOffset? AssemblingSince { get; set; }

    /// <summary>Digest of the application package.</summary>
    public string? Digest { get; set; }

    /// <summary>Every component's reason, or why the whole could not be put together.</summary>
    public string? Error { get; set; }

    internal PackagePhase Phase => Enum.Parse<PackagePhase>(CurrentState);

    internal bool HasEnded => Phase is PackagePhase.Succeeded or PackagePhase.Failed or PackagePhase.Cancelled;

    /// <summary>Digests of everything of it that is in the artifact store: the package, its components, what they carry.</summary>
    internal IEnumerable<string> Artifacts =>
        Components.SelectMany(c => (string?[])[c.Digest, c.ContentDigest, .. c.Images.Select(i => i[(i.IndexOf('@', StringComparison.Ordinal) + 1)..])])
            .Prepend(Digest).OfType<string>();

    internal static Guid IdOf(string @namespace, string application, string version) =>
        NameBasedId.Of(Scope, $"{@namespace}/{application}/{version}");
}
