namespace Platform.Oam;

/// <summary>Clusters that get a revision together.</summary>
/// <param name="ClusterLabelSelector">Those with these labels; null = by share.</param>
/// <param name="Percent">So many in a hundred of all the step's clusters, rounded up; null = by label.</param>
/// <param name="PauseForApproval">Afterwards somebody has to approve.</param>
/// <param name="Pause">Afterwards nothing happens for so long; null = goes on at once.</param>
/// <param name="Soak">How long its clusters have to stay well before it counts as done.</param>
public sealed record DeployWave(
    IReadOnlyDictionary<string, string>? ClusterLabelSelector, int? Percent, bool PauseForApproval, TimeSpan? Pause, TimeSpan? Soak);
