using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>Where components go.</summary>
internal static class TopologyPolicy
{
    public const string Type = "topology";

    public static Schema Clusters { get; } = Schema.List(Schema.Text(), "Names of clusters.");

    public static Schema ClusterLabelSelector { get; } = Schema.MapOf(Schema.Text(), "Labels that clusters have to have.");

    public static PolicyDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "The clusters, and the namespace on them, that components go to.",
        Parameters = Schema.Map()
            .With("clusters", Clusters)
            .With("clusterLabelSelector", ClusterLabelSelector)
            .With("clusterSelector", ClusterLabelSelector.Deprecated())
            .With("namespace", Schema.Text("The namespace; the application's when left out."))
            .With("allowEmpty", Schema.Flag("No fault when no cluster is selected.").Defaults(false)),
    };
}
