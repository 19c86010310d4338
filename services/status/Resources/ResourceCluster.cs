namespace Platform.Status.Resources;

/// <summary>What an application has on one cluster.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Revision">The revision applied there.</param>
/// <param name="Health">The worst of the components; Unknown while the cluster does not answer.</param>
/// <param name="LastSeen">When that was so.</param>
/// <param name="Components">Its components.</param>
internal sealed record ResourceCluster(
    string Cluster, long Revision, string Health, DateTimeOffset? LastSeen, IReadOnlyList<ResourceComponent> Components);
