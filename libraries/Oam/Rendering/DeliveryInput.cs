using System.Text.Json.Nodes;
using Platform.Oam.Definitions;

namespace Platform.Oam;

/// <summary>What a delivery is planned with.</summary>
public sealed record DeliveryInput
{
    /// <summary>The registry, in the order of registration.</summary>
    public required IReadOnlyList<ClusterFacts> Clusters { get; init; }

    /// <summary>The types there are.</summary>
    public DefinitionCatalog Definitions { get; init; } = DefinitionCatalog.BuiltIn;

    /// <summary>Name of the application's revision, e.g. <c>shop-v3</c>.</summary>
    public string? Revision { get; init; }

    /// <summary>What the application package holds, by component name; null = unknown, or there is none.</summary>
    public IReadOnlyDictionary<string, PackageComponent>? Package { get; init; }

    /// <summary>What was fetched for it. What the plan lacks is in its needs.</summary>
    public Snapshot Snapshot { get; init; } = Snapshot.Empty;

    /// <summary>Only what this step delivers; null = all.</summary>
    public string? Step { get; init; }

    /// <summary>Only what goes to this cluster by a topology or by default; null = all.</summary>
    public string? Cluster { get; init; }

    /// <summary>Values of <c>${inputs.…}</c>; null while what gives them has not run.</summary>
    public JsonObject? Inputs { get; init; }

    /// <summary>Values of <c>${params.…}</c>.</summary>
    public JsonObject Params { get; init; } = [];
}
