namespace Platform.Status.Statistics;

/// <summary>All that a reader may see, in numbers.</summary>
/// <param name="Applications">The applications.</param>
/// <param name="Phases">How many are in each phase.</param>
/// <param name="Namespaces">By namespace, in order.</param>
/// <param name="Clusters">By cluster, in order.</param>
internal sealed record FleetStatistics(
    Tally Applications, IReadOnlyDictionary<ApplicationPhase, int> Phases, IReadOnlyList<NamespaceTally> Namespaces, IReadOnlyList<ClusterTally> Clusters);

/// <summary>A namespace in numbers.</summary>
internal sealed record NamespaceTally(string Namespace, Tally Applications);

/// <summary>A cluster in numbers.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Reachable">False: what it runs is Unknown; null while nothing is watched there.</param>
/// <param name="LastSeen">When it was heard of last, while it does not answer.</param>
/// <param name="Applications">The applications' parts on it.</param>
internal sealed record ClusterTally(string Cluster, bool? Reachable, DateTimeOffset? LastSeen, Tally Applications);

/// <summary>An application in numbers.</summary>
/// <param name="Revision">The newest revision heard of.</param>
/// <param name="Phase">What it is doing.</param>
/// <param name="Health">The worst of its components on the worst of its clusters.</param>
/// <param name="Clusters">Its parts on clusters.</param>
/// <param name="Revisions">On how many clusters each revision is.</param>
/// <param name="Components">Each component over all clusters, by name.</param>
/// <param name="Objects">Objects applied on all clusters.</param>
/// <param name="Drifted">Of those, the ones others changed or deleted.</param>
internal sealed record ApplicationStatistics(
    long Revision, ApplicationPhase Phase, string Health, Tally Clusters, IReadOnlyDictionary<long, int> Revisions,
    IReadOnlyDictionary<string, Tally> Components, int Objects, int Drifted);
