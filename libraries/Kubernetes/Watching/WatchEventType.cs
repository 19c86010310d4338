namespace Platform.Kubernetes;

/// <summary>What a watch tells.</summary>
public enum WatchEventType
{
    /// <summary>A full list begins: what the reader has is to be compared with what follows.</summary>
    ListStarted,

    /// <summary>An object of the list.</summary>
    Listed,

    /// <summary>The list is complete: what was not listed is gone.</summary>
    ListEnded,

    /// <summary>An object was made (or came into the selector).</summary>
    Added,

    /// <summary>An object changed.</summary>
    Modified,

    /// <summary>An object is gone (or left the selector).</summary>
    Deleted,

    /// <summary>Nothing changed, and the cluster is there.</summary>
    Alive,

    /// <summary>The cluster did not answer; the watch tries again by itself.</summary>
    Interrupted,
}
