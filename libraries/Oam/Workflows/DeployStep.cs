namespace Platform.Oam;

/// <summary>Deliver all components to the clusters of the topologies.</summary>
/// <param name="Topologies">Names of topology policies; none = the default cluster.</param>
/// <param name="Overrides">Names of override policies, in the order they are applied.</param>
/// <param name="Auto">False: somebody has to approve first.</param>
/// <param name="Parallelism">How many components at once (5).</param>
/// <param name="Strategy">Waves and failures; null = all clusters at once, and none may fail.</param>
public sealed record DeployStep(IReadOnlyList<string> Topologies, IReadOnlyList<string> Overrides, bool Auto, int Parallelism, DeployStrategy? Strategy = null)
{
    /// <summary>Names of replication policies.</summary>
    public IReadOnlyList<string> Replications { get; init; } = [];
}
