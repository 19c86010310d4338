namespace Platform.Deploy.Rollouts;

/// <summary>Where a step is within a wave.</summary>
internal enum WavePhase
{
    /// <summary>Its clusters are worked on and waited for.</summary>
    Working,

    /// <summary>All are done; they have to stay well for a while.</summary>
    Soaking,

    /// <summary>They stayed well.</summary>
    Soaked,

    /// <summary>The next wave waits for the time or for approval.</summary>
    Pausing,
}
