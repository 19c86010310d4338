using Platform.Storage;

namespace Platform.Libraries.Tests.Storage;

/// <summary>A document with a field of every type that can be searched.</summary>
internal sealed class Parcel : IDocument, IExpires
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public Guid Owner { get; set; }

    public string Application { get; set; } = "shop";

    public string? Dock { get; set; }

    public ParcelPhase Phase { get; set; }

    public long Sequence { get; set; }

    public int? Weight { get; set; }

    public bool Urgent { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public IReadOnlyList<string> Labels { get; set; } = [];

    public ParcelRoute Route { get; set; } = new();

    public Dictionary<string, object?> Notes { get; set; } = [];

    public DateTimeOffset? ExpiresAt { get; set; }
}
