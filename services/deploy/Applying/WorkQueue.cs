namespace Platform.Deploy.Applying;

/// <summary>Queues of work on clusters, with workers of their own each.</summary>
internal enum WorkQueue
{
    /// <summary>People's changes.</summary>
    Apply,

    /// <summary>Removals.</summary>
    Remove,

    /// <summary>What nobody waits for: it takes no place on a cluster that one of the others waits for.</summary>
    Background,
}
