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

    /// <summary>What the application package holds, by component name; null = unknown: then it is taken to hold what is missing.</summary>
    public IReadOnlyDictionary<string, PackageComponent>? Package { get; init; }

    /// <summary>What was fetched for it. What the check lacks is in its result's needs.</summary>
    public Snapshot Snapshot { get; init; } = Snapshot.Empty;

    /// <summary>The types there are.</summary>
    public DefinitionCatalog Definitions { get; init; } = DefinitionCatalog.BuiltIn;

    /// <summary>Warnings become faults.</summary>
    public bool Strict { get; init; }
}
