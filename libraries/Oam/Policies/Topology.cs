namespace Platform.Oam;

/// <summary>Chooses clusters.</summary>
public static class Topology
{
    /// <summary>What <c>local</c> means in an application that was written for one cluster.</summary>
    public const string Local = "local";

    /// <summary>
    /// The clusters of a topology policy. Without one: the cluster <c>local</c>, else the one marked default, else the first.
    /// </summary>
    /// <param name="policy">A topology policy, or null.</param>
    /// <param name="clusters">The registry, in the order of registration.</param>
    public static TopologySelection Select(Policy? policy, IReadOnlyList<ClusterFacts> clusters) => throw new NotImplementedException();
}
