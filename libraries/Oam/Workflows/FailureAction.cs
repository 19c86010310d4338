namespace Platform.Oam;

/// <summary>What happens when more clusters fail than may.</summary>
public enum FailureAction
{
    /// <summary>No further cluster is begun; what was done stays.</summary>
    Stop,

    /// <summary>The others get it all the same; the step has failed at its end.</summary>
    Continue,

    /// <summary>Clusters go back to what was last well on each of them.</summary>
    Rollback,
}
