namespace Platform.Oam;

/// <summary>How far an automatic rollback goes when more clusters fail than may.</summary>
public enum RollbackScope
{
    /// <summary>Everything the rollout has changed.</summary>
    Rollout,

    /// <summary>The wave in which they failed.</summary>
    Wave,

    /// <summary>Only the clusters that failed.</summary>
    Cluster,
}
