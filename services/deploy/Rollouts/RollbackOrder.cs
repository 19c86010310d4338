namespace Platform.Deploy.Rollouts;

/// <summary>Which clusters a rollback's step takes back, and how far.</summary>
internal sealed class RollbackOrder
{
    /// <summary>The revision to go back to; null = what was last well on each cluster.</summary>
    public long? ToRevision { get; set; }

    /// <summary>Only these; null = all that the rollout has.</summary>
    public List<string>? Clusters { get; set; }

    /// <summary>Only clusters of this step; null = of all.</summary>
    public string? OfStep { get; set; }

    /// <summary>Only clusters of this wave; null = of all.</summary>
    public int? Wave { get; set; }

    /// <summary>Only clusters that failed.</summary>
    public bool Failed { get; set; }

    /// <summary>Its parts are stored.</summary>
    public bool Planned { get; set; }

    /// <summary>How many clusters go back to which revision, from planning; 0 = to none.</summary>
    public Dictionary<long, int> Revisions { get; set; } = [];
}
