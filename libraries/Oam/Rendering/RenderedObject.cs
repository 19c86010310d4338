using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;

namespace Platform.Oam;

/// <summary>An object to apply.</summary>
/// <param name="Component">The component it belongs to.</param>
/// <param name="Trait">The trait that made it; null for the component's own.</param>
/// <param name="Cluster">The cluster it is pinned to; null = every cluster of the topology.</param>
/// <param name="Manifest">The object.</param>
public sealed record RenderedObject(string Component, string? Trait, string? Cluster, JsonObject Manifest)
{
    /// <summary>The definition that made it, where it has functions for the health or the message of what it makes; null = the rule of the kind counts.</summary>
    public Definition? Judge { get; init; }

    /// <summary>Which object of a cluster it is.</summary>
    internal ObjectIdentity Identity { get; } = ObjectIdentity.Of(Manifest, Cluster);

    /// <summary>Not pinned to another cluster.</summary>
    public bool IsFor(ClusterFacts cluster) => Cluster is null || Cluster == cluster.Name || (Cluster == Topology.Local && cluster.IsDefault);
}
