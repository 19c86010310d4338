namespace Platform.Status.Resources;

/// <summary>The last Events of an object, newest first.</summary>
internal sealed record ObjectEventList(IReadOnlyList<ObjectEvent> Items);
