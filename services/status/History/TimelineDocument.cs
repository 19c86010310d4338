using System.Globalization;

namespace Platform.Status.History;

/// <summary>
/// Something that happened to an application. The id begins with the application and the time, so that a search by it is the timeline.
/// </summary>
internal sealed class TimelineDocument : IDocument, IExpires
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>The event's own id, unique: a repeated event is there once.</summary>
    public string EventId { get; set; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; set; }

    /// <summary>The event's name, e.g. <c>rollout-failed</c>.</summary>
    public string Event { get; set; } = "";

    public long? Revision { get; set; }

    public Guid? Rollout { get; set; }

    public string? Cluster { get; set; }

    /// <summary>For a person.</summary>
    public string Message { get; set; } = "";

    public DateTimeOffset? ExpiresAt { get; set; }

    public static string PrefixOf(string ns, string application) => $"{ns}/{application}/";

    public static string IdOf(string ns, string application, DateTimeOffset time, string eventId) =>
        $"{PrefixOf(ns, application)}{time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}/{eventId}";
}
