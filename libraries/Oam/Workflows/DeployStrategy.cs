namespace Platform.Oam;

/// <summary>How a <c>deploy</c> step goes over its clusters: <c>strategy</c> in its properties.</summary>
/// <param name="MaxConcurrent">Clusters that are worked on, or waited for, at once; null = all of a wave. One that can't be reached doesn't count.</param>
/// <param name="Waves">In order; clusters that none of them takes come in a last one.</param>
/// <param name="MaxFailures">So many clusters may fail before the step counts as failed.</param>
/// <param name="OnFailure">What happens when more fail.</param>
/// <param name="Rollback">What is rolled back then, with <see cref="FailureAction.Rollback"/>; a cluster that fails always is.</param>
public sealed record DeployStrategy(
    int? MaxConcurrent, IReadOnlyList<DeployWave> Waves, int MaxFailures, FailureAction OnFailure, RollbackScope Rollback);
