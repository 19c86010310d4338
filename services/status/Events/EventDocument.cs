using System.Globalization;
using System.Text.Json.Serialization;

namespace Platform.Status.Events;

/// <summary>
/// An event of the log. The id is its number, so the store itself keeps numbers apart; the event's own id is unique beside it, so a
/// repeated event is logged once.
/// </summary>
internal sealed class EventDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>The CloudEvents id.</summary>
    public string EventId { get; set; } = "";

    public string Type { get; set; } = "";

    public string Subject { get; set; } = "";

    /// <summary>Null for what belongs to the whole platform.</summary>
    public string? Namespace { get; set; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; set; }

    public DateTimeOffset LoggedAt { get; set; }

    /// <summary>The CloudEvent, as it was on the wire.</summary>
    public string Body { get; set; } = "";

    [JsonIgnore]
    public long Sequence => long.Parse(Id, CultureInfo.InvariantCulture);

    /// <summary>As the stream sends it: made once for all its readers.</summary>
    [JsonIgnore]
    public string Frame => field ??= string.Create(CultureInfo.InvariantCulture, $"id: {Sequence}\ndata: {Body}\n\n");

    /// <summary>Numbers as ids: as wide as each other, so that their text orders as they do.</summary>
    public static string IdOf(long sequence) => sequence.ToString("D19", CultureInfo.InvariantCulture);
}
