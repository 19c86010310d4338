using Platform.Storage;

namespace Platform.Messaging;

/// <summary>How many public events a source has sent of a subject. The id names both.</summary>
internal sealed class SequenceDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>The number given last; the first is 1.</summary>
    public long Last { get; set; }

    /// <summary>Numbers of events that may be sent (again): they keep them.</summary>
    public List<NumberedEvent> OnTheirWay { get; set; } = [];
}

/// <summary>An event and its number.</summary>
internal sealed record NumberedEvent(Guid Id, long Number, DateTimeOffset At);
