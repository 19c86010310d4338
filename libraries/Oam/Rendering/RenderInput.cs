using System.Text.Json.Nodes;
using Platform.Oam.Definitions;

namespace Platform.Oam;

/// <summary>Everything a rendering may see besides the application.</summary>
public sealed record RenderInput
{
    /// <summary>The cluster rendered for.</summary>
    public required ClusterFacts Cluster { get; init; }

    /// <summary>The topology's namespace; null = the application's.</summary>
    public string? Namespace { get; init; }

    /// <summary>The types there are.</summary>
    public DefinitionCatalog Definitions { get; init; } = DefinitionCatalog.BuiltIn;

    /// <summary>Names of override policies, in the order they are applied.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Names of replication policies.</summary>
    public IReadOnlyList<string> Replications { get; init; } = [];

    /// <summary>Name of the application's revision, e.g. <c>shop-v3</c>; null = no revision labels.</summary>
    public string? Revision { get; init; }

    /// <summary>What the application package holds, by component name; null = unknown, or there is none.</summary>
    public IReadOnlyDictionary<string, PackageComponent>? Package { get; init; }

    /// <summary>What was fetched for it. What the rendering lacks is in the answer's needs.</summary>
    public Snapshot Snapshot { get; init; } = Snapshot.Empty;

    /// <summary>Only these components; null = all (or what an override selects).</summary>
    public IReadOnlySet<string>? Components { get; init; }

    /// <summary>Values of <c>${params.…}</c>.</summary>
    public JsonObject Params { get; init; } = [];

    /// <summary>
    /// Values of <c>${inputs.…}</c>, by name; null while what gives them has not run. What needs one stays as it is written then,
    /// and is told in <see cref="RenderedCluster.Awaited" />.
    /// </summary>
    public JsonObject? Inputs { get; init; }
}
