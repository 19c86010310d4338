using Platform.Oam.Documents;

namespace Platform.Oam.Policies;

/// <summary>Whether a cluster is one of those a policy means.</summary>
internal static class ClusterMatch
{
    /// <summary>All labels of the selector are there with the same value.</summary>
    public static bool HasLabels(ClusterFacts cluster, DocumentNode selector) =>
        selector.Members.All(label => cluster.Labels.TryGetValue(label.Name, out var value) && value == label.Value.Text);

    /// <summary>An override without clusters of its own is for all.</summary>
    public static bool IsFor(DocumentNode? properties, ClusterFacts cluster)
    {
        if (properties?["clusters"] is { Kind: DocumentKind.List } names && names.Items.All(name => name.Text != cluster.Name)) return false;
        return properties?["clusterLabelSelector"] is not { Kind: DocumentKind.Map } selector || HasLabels(cluster, selector);
    }
}
