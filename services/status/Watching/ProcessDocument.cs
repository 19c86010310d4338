namespace Platform.Status.Watching;

/// <summary>A process of Status that lives: each beat makes a new version. The id is the process's own.</summary>
internal sealed class ProcessDocument : IDocument, IExpires
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>What a dead process left behind goes by itself; whether it is dead is not decided by this.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
