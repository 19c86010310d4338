using Platform.Oam.Documents;
using Platform.Oam.Policies;

namespace Platform.Oam;

/// <summary>Chooses clusters.</summary>
public static class Topology
{
    /// <summary>What the default cluster is called in an application that was written for one cluster.</summary>
    public const string Local = "local";

    /// <summary>
    /// The clusters of a topology policy. Without one: the cluster <c>local</c>, else the one marked default, else the first.
    /// </summary>
    /// <param name="policy">A topology policy, or null.</param>
    /// <param name="clusters">The registry, in the order of registration.</param>
    public static TopologySelection Select(Policy? policy, IReadOnlyList<ClusterFacts> clusters)
    {
        if (policy is null) return OfDefault(clusters);
        var findings = new Findings();
        var properties = policy.Properties;
        var selected = Chosen(policy, properties, clusters, findings);
        var allowEmpty = properties?["allowEmpty"]?.Boolean == true;
        if (selected.Count == 0 && !findings.HasFaults && !allowEmpty) findings.Add(Nothing(policy, clusters));
        return new(selected, properties?["namespace"]?.Text, findings.Faults());
    }

    /// <summary>The cluster that <c>local</c> means; null when there are no clusters.</summary>
    public static ClusterFacts? Default(IReadOnlyList<ClusterFacts> clusters) =>
        clusters.FirstOrDefault(cluster => cluster.Name == Local)
        ?? clusters.FirstOrDefault(cluster => cluster.IsDefault)
        ?? (clusters.Count > 0 ? clusters[0] : null);

    /// <summary>The cluster of that name; <c>local</c> is the default cluster.</summary>
    public static ClusterFacts? Find(string name, IReadOnlyList<ClusterFacts> clusters) =>
        name == Local ? Default(clusters) : clusters.FirstOrDefault(cluster => cluster.Name == name);

    private static TopologySelection OfDefault(IReadOnlyList<ClusterFacts> clusters) => Default(clusters) is { } cluster
        ? new([cluster], null, [])
        : new([], null, [new("", null, null, "no cluster is registered: register one, or name clusters in a topology policy")]);

    private static List<ClusterFacts> Chosen(Policy policy, DocumentNode? properties, IReadOnlyList<ClusterFacts> clusters, Findings findings)
    {
        if (properties?["clusters"] is { Kind: DocumentKind.List } names) return Named(names, clusters, findings);
        if ((properties?["clusterLabelSelector"] ?? properties?["clusterSelector"]) is { Kind: DocumentKind.Map } selector)
            return [.. clusters.Where(cluster => ClusterMatch.HasLabels(cluster, selector))];
        if (Default(clusters) is { } cluster) return [cluster];
        findings.Add(policy.Source.Fault("no cluster is registered"));
        return [];
    }

    private static List<ClusterFacts> Named(DocumentNode names, IReadOnlyList<ClusterFacts> clusters, Findings findings)
    {
        var selected = new List<ClusterFacts>();
        foreach (var name in names.Items)
        {
            if (Find(name.Text ?? "", clusters) is not { } cluster) findings.Add(name.Fault(Unknown(name.Text ?? "", clusters)));
            else if (!selected.Contains(cluster)) selected.Add(cluster);
        }

        return selected;
    }

    internal static string Unknown(string name, IReadOnlyList<ClusterFacts> clusters)
    {
        var known = clusters.Select(cluster => cluster.Name).ToList();
        var nearest = Names.Suggestion(name, known);
        if (nearest.Length == 0) nearest = known.Count == 0 ? "; none is registered" : $"; registered are {Names.Listed(known)}";
        return $"cluster '{name}' isn't known{nearest}";
    }

    private static Fault Nothing(Policy policy, IReadOnlyList<ClusterFacts> clusters)
    {
        var at = policy.Properties?["clusterLabelSelector"] ?? policy.Properties?["clusters"] ?? policy.Source;
        var wanted = at.Kind == DocumentKind.Map && at != policy.Source
            ? $"no cluster has the labels {Names.Listed([.. at.Members.Select(label => $"{label.Name}={label.Value.Text}")])}"
            : "no cluster is named";
        return at.Fault($"topology '{policy.Name}' selects nothing: {wanted} ({clusters.Count} are registered); allowEmpty: true lets that pass");
    }
}
