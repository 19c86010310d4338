using Platform.Messaging;

namespace Platform.Deploy.Applying;

/// <summary>
/// What an application has on a cluster, and who works on it: id <c>namespace/application/cluster</c>. Objects are written down
/// before they are applied, so that a crash leaves nothing unknown; only what is written down is ever deleted.
/// </summary>
internal sealed class InventoryDocument : OutboxDocument
{
    public string Namespace { get; set; } = "";

    public string Application { get; set; } = "";

    /// <summary><c>namespace/application</c>.</summary>
    public string ApplicationKey { get; set; } = "";

    public string Cluster { get; set; } = "";

    public List<InventoryObject> Objects { get; set; } = [];

    /// <summary>Fields that objects fix, by <see cref="InventoryObject.Shape"/>: many objects have the same.</summary>
    public Dictionary<string, string> Shapes { get; set; } = [];

    /// <summary>Nothing is there, and nothing may be.</summary>
    public bool Empty { get; set; } = true;

    /// <summary>Grows with every change to what is there.</summary>
    public long Sequence { get; set; }

    /// <summary>Place of the newest work here (<see cref="ClusterRolloutDocument.Order"/>); older work is refused.</summary>
    public long Order { get; set; }

    public Guid Rollout { get; set; }

    public long Revision { get; set; }

    /// <summary>
    /// Until then a request that nobody got an answer to may still be carried out: what it was to make is remembered, though it isn't there.
    /// </summary>
    public DateTimeOffset? DoubtfulUntil { get; set; }

    /// <summary>When to look once more for what came late.</summary>
    public DateTimeOffset? SweepAt { get; set; }

    /// <summary>What of that work is done here.</summary>
    public List<DonePart> Done { get; set; } = [];

    /// <summary>The part that is being worked on; one at a time.</summary>
    public string? Holder { get; set; }

    /// <summary>Which hold it is: the same part may be taken up by another process.</summary>
    public Guid Hold { get; set; }

    /// <summary>The process that holds it.</summary>
    public Guid HeldBy { get; set; }

    /// <summary>When a holder that says nothing counts as gone.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    public bool IsDoubtful(DateTimeOffset now) => DoubtfulUntil > now;

    public static string IdOf(string applicationKey, string cluster) => $"{applicationKey}/{cluster}";
}

/// <summary>A finished attempt at a part, with what came of it: found again, it isn't done again.</summary>
internal sealed record DonePart(string Part, string Step, int Attempt, int Applied, int Changed, List<string> Warnings, int Withheld = 0);
