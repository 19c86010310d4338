namespace Platform.Status.Watching;

/// <summary>What is known through one watch.</summary>
internal sealed class ScopeState
{
    public Dictionary<LiveId, LiveEntry> Objects { get; set; } = [];

    /// <summary>A list that is being read; it counts once complete.</summary>
    public Dictionary<LiveId, LiveEntry>? Listing { get; set; }

    /// <summary>A complete list was read.</summary>
    public bool Synced { get; set; }

    /// <summary>The cluster does not know the kind.</summary>
    public bool UnknownKind { get; set; }

    /// <summary>Why it can't be read, though the cluster answers.</summary>
    public string? Refused { get; set; }

    /// <summary>Something can be said of its objects.</summary>
    public bool Known => Synced || UnknownKind || Refused is not null;
}
