using Platform.Storage;

namespace Platform.Build.Logs;

/// <summary>Some lines of a task's log, in the order they came. Kept as documents, so that any process of the service can show them.</summary>
internal sealed class BuildLogPart : IDocument, IExpires
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>The task.</summary>
    public Guid Task { get; set; }

    /// <summary>Position among the parts of the task, from 1.</summary>
    public long Sequence { get; set; }

    public List<string> Lines { get; set; } = [];

    /// <inheritdoc/>
    public DateTimeOffset? ExpiresAt { get; set; }

    internal static string IdOf(Guid task, long sequence) => $"{task}/{sequence:d8}";
}
