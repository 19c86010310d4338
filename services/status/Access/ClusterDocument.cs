namespace Platform.Status.Access;

/// <summary>A cluster as Status knows it: how to reach it, and whether it answers. The id is its name.</summary>
internal sealed class ClusterDocument : OutboxDocument
{
    /// <summary>The kubeconfig as it came: encrypted under the master key.</summary>
    public string EncryptedKubeconfig { get; set; } = "";

    /// <summary>Which state of the access this is; older news is dropped.</summary>
    public long Generation { get; set; }

    /// <summary>Access ended; kept, so that older news does not bring it back.</summary>
    public bool Removed { get; set; }

    /// <summary>False from the moment it counts as unreachable until it answers again.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>When it was last heard of; written when that matters, not with every sign of life.</summary>
    public DateTimeOffset? LastSeen { get; set; }
}
