using Platform.Storage;

namespace Platform.Messaging;

/// <summary>The number of an event that may be told again. The id is the event's.</summary>
internal sealed class FactDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public long Number { get; set; }
}
