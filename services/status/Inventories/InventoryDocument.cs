using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Inventories;

/// <summary>What an application has on a cluster, as it was applied last. The id is that of its <see cref="Part"/>.</summary>
internal sealed class InventoryDocument : IDocument, IExpires
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public string Cluster { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Application { get; set; } = "";

    /// <summary>Namespace and name of the application, to search by.</summary>
    public string Owner { get; set; } = "";

    public long Revision { get; set; }

    /// <summary>Which state of the inventory this is: <see cref="ClusterApplied.Sequence"/>.</summary>
    public long Sequence { get; set; }

    public IReadOnlyList<AppliedObject> Objects { get; set; } = [];

    /// <summary>The fields that objects fix, by <see cref="AppliedObject.Shape"/>.</summary>
    public IReadOnlyDictionary<string, string> Shapes { get; set; } = new Dictionary<string, string>();

    /// <summary>A newer state of which not all pages are here yet.</summary>
    public PendingInventory? Pending { get; set; }

    /// <summary>Everything was removed; kept for a while, so that older news does not bring it back.</summary>
    public bool Removed { get; set; }

    /// <summary>When it changed last (<see cref="ChangeClock"/>): how watching processes find what is new.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public Part Part => new(Cluster, Namespace, Application);

    /// <summary>
    /// The same for whoever watches it: without prints and definitions, which are kept elsewhere, and with words that many objects share kept once. Of
    /// hundreds of thousands of objects that is most of the memory.
    /// </summary>
    public InventoryDocument ToKeep() => new()
    {
        Id = Id,
        Version = Version,
        Cluster = Cluster,
        Namespace = Namespace,
        Application = Application,
        Owner = Owner,
        Revision = Revision,
        Sequence = Sequence,
        Objects = [.. Objects.Select(o => o with
        {
            ApiVersion = string.Intern(o.ApiVersion),
            Kind = string.Intern(o.Kind),
            Namespace = o.Namespace is { } ns ? string.Intern(ns) : null,
            Component = string.Intern(o.Component),
            Resource = "",
            Shape = o.Shape is null ? null : "kept",
            Print = null,
            Definition = null,
        })],
    };
}
