using Platform.Oam.Definitions;

namespace Platform.Oam;

/// <summary>What an application is checked against.</summary>
public sealed record ValidationInput
{
    /// <summary>Clusters of the registry in the order of registration; null = unknown, so nothing about them is checked.</summary>
    public IReadOnlyList<ClusterFacts>? Clusters { get; init; }

    /// <summary>
    /// Versions of application packages by package name; null = unknown. A reference that none of them satisfies is a fault.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Packages { get; init; }

    /// <summary>Images of the package, by component name: such a component needs no image of its own.</summary>
    public IReadOnlyDictionary<string, string> PackageImages { get; init; } = new Dictionary<string, string>();

    /// <summary>What was fetched for it. What the check lacks is in its result's needs.</summary>
    public Snapshot Snapshot { get; init; } = Snapshot.Empty;

    /// <summary>The types there are.</summary>
    public DefinitionCatalog Definitions { get; init; } = DefinitionCatalog.BuiltIn;

    /// <summary>Warnings become faults.</summary>
    public bool Strict { get; init; }
}
