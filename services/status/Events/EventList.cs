using System.Text.Json;

namespace Platform.Status.Events;

/// <summary>A page of the log.</summary>
/// <param name="Items">CloudEvents, oldest first.</param>
/// <param name="Continue">Token of the next page; null on the last.</param>
/// <param name="LastEventId">Where a stream can go on from here.</param>
internal sealed record EventList(IReadOnlyList<JsonElement> Items, string? Continue, string LastEventId);
