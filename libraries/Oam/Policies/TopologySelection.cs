namespace Platform.Oam;

/// <summary>The clusters a topology means.</summary>
/// <param name="Clusters">In the order of the policy, or of the registry.</param>
/// <param name="Namespace">Where objects go on them; null = the application's namespace.</param>
/// <param name="Faults">Unknown clusters, nothing selected.</param>
public sealed record TopologySelection(IReadOnlyList<ClusterFacts> Clusters, string? Namespace, IReadOnlyList<Fault> Faults);
