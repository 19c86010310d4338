using Platform.Oam;

namespace Platform.Deploy.Rollouts;

/// <summary>How a step goes over its clusters, from its <c>strategy</c>.</summary>
internal sealed class StepStrategy
{
    /// <summary>Clusters at once; null = all of a wave.</summary>
    public int? MaxConcurrent { get; set; }

    public int MaxFailures { get; set; }

    public FailureAction OnFailure { get; set; }

    public RollbackScope Rollback { get; set; }

    /// <summary>What comes after each wave that was written down; clusters in none of them come in one more.</summary>
    public List<WavePause> Waves { get; set; } = [];

    public static StepStrategy? Of(DeployStrategy? strategy) => strategy is null ? null : new()
    {
        MaxConcurrent = strategy.MaxConcurrent,
        MaxFailures = strategy.MaxFailures,
        OnFailure = strategy.OnFailure,
        Rollback = strategy.Rollback,
        Waves = [.. strategy.Waves.Select(wave => new WavePause(wave.Soak, wave.Pause, wave.PauseForApproval))],
    };
}

/// <summary>What happens after a wave: it soaks, then the step pauses.</summary>
internal sealed record WavePause(TimeSpan? Soak, TimeSpan? Pause, bool ForApproval);
