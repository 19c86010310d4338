namespace Platform.Status.History;

/// <summary>Something that happened to an application.</summary>
/// <param name="Time">When.</param>
/// <param name="Event">The event's name, e.g. <c>rollout-failed</c>.</param>
/// <param name="Message">For a person.</param>
/// <param name="Revision">The revision it is about.</param>
/// <param name="Rollout">The rollout it is about.</param>
/// <param name="Cluster">The cluster it is about.</param>
internal sealed record TimelineEntry(DateTimeOffset Time, string Event, string Message, long? Revision, Guid? Rollout, string? Cluster);
