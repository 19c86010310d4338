using System.Text.Json.Serialization;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Drift;

/// <summary>An object that drifted, and how often it was repaired lately; id: that of the inventory and the object's identity.</summary>
internal sealed class DriftDocument : OutboxDocument, IExpires
{
    public string ApplicationKey { get; set; } = "";

    public string Cluster { get; set; } = "";

    public ObjectIdentity Object { get; set; } = new() { ApiVersion = "", Kind = "", Name = "" };

    /// <summary>State of the inventory it was compared with; when that is no longer the inventory's, the drift is no longer news.</summary>
    public long AppliedSequence { get; set; }

    public IReadOnlyList<string> Fields { get; set; } = [];

    /// <summary>When it is to be repaired; null when nothing is to be done.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Repairs since it was last left in peace for long.</summary>
    public int Repairs { get; set; }

    public DateTimeOffset? RepairedAt { get; set; }

    /// <summary>Tries of the repair that is due which came to nothing.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    [JsonIgnore]
    public string Inventory => InventoryDocument.IdOf(ApplicationKey, Cluster);

    [JsonIgnore]
    public string Identity => IdentityOf(Object);

    public static string IdOf(string inventory, ObjectIdentity item) => $"{inventory}/{IdentityOf(item)}";

    private static string IdentityOf(ObjectIdentity item) => InventoryObject.IdentityOf(new(item.ApiVersion, item.Kind, item.Namespace, item.Name));
}
