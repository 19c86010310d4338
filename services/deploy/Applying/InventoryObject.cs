using System.Text.Json.Serialization;
using Platform.Contracts.Deploy.V1;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>An object an application has on a cluster, or may have: it is written down before it is first applied.</summary>
internal sealed class InventoryObject
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string? Namespace { get; set; }

    public string Name { get; set; } = "";

    public string Component { get; set; } = "";

    /// <summary>Place of the work that wanted it last (<see cref="ClusterRolloutDocument.Order"/>).</summary>
    public long Order { get; set; }

    /// <summary>Revision that applied it last.</summary>
    public long Revision { get; set; }

    /// <summary>When it is deleted.</summary>
    public DeletionRule Deletion { get; set; }

    /// <summary>What belongs to it stays when it is deleted.</summary>
    public bool Orphans { get; set; }

    /// <summary>It is only watched: it is nobody's to delete here.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Other applications may have it too.</summary>
    public bool Shared { get; set; }

    /// <summary>The larger, the sooner it is deleted.</summary>
    public int Depth { get; set; }

    /// <summary>
    /// An apply of it began and may not be over: under its name there may be, or come, an object of ours with another uid than
    /// <see cref="Uid"/>. Written down before the apply, taken back when its answer is.
    /// </summary>
    public bool Unsettled { get; set; }

    /// <summary>
    /// It is wanted again while a request to delete it may be on its way: it is written anew even if nothing of it changes, since that
    /// request deletes it only in the version it had.
    /// </summary>
    public bool Returning { get; set; }

    /// <summary>Empty while it was never applied.</summary>
    public string Uid { get; set; } = "";

    public string Resource { get; set; } = "";

    public string ResourceVersion { get; set; } = "";

    public long Generation { get; set; }

    /// <summary>The fields it fixes (<see cref="InventoryDocument.Shapes"/>), and prints of their values as the cluster took them.</summary>
    public string? Shape { get; set; }

    public string? Print { get; set; }

    /// <summary>Whose functions tell its health; null = the rule of its kind.</summary>
    public DefinitionReference? Definition { get; set; }

    /// <summary>What makes it the same object, whatever version of its group it is spoken of in.</summary>
    [JsonIgnore]
    public string Identity => IdentityOf(Key);

    [JsonIgnore]
    public bool WasApplied => Uid.Length > 0;

    [JsonIgnore]
    public ObjectKey Key => new(ApiVersion, Kind, Namespace, Name);

    public static string IdentityOf(ObjectKey key)
    {
        var slash = key.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        return $"{(slash < 0 ? "" : key.ApiVersion[..slash])}/{key.Kind}/{key.Namespace}/{key.Name}";
    }

    public AppliedObject ToContract() => new()
    {
        ApiVersion = ApiVersion,
        Kind = Kind,
        Namespace = Namespace,
        Name = Name,
        Component = Component,
        Resource = Resource,
        Uid = Uid,
        ResourceVersion = ResourceVersion,
        Generation = Generation,
        Shape = Shape,
        Print = Print,
        Definition = Definition,
    };
}
