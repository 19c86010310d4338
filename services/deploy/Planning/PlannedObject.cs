using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Health;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Planning;

/// <summary>
/// An object of a plan. All clusters that get it share it, so nobody changes its manifest, and what follows from that is found out once.
/// </summary>
/// <param name="Component">The component it belongs to.</param>
/// <param name="Manifest">As rendered.</param>
/// <param name="Handling">What policies say of it; null when none does.</param>
/// <param name="Definition">Whose functions tell its health; null = the rule of its kind.</param>
internal sealed record PlannedObject(string Component, JsonObject Manifest, ObjectHandling? Handling = null, DefinitionReference? Definition = null)
{
    /// <summary>What it is called; a copy with another manifest is called the same.</summary>
    [JsonIgnore]
    public ObjectKey Key => field ??= ObjectKey.Of(Manifest);

    /// <summary>See <see cref="InventoryObject.Identity"/>.</summary>
    [JsonIgnore]
    public string Identity => field ??= InventoryObject.IdentityOf(Key);

    /// <summary>An autoscaler of the same plan sets its replicas.</summary>
    [JsonIgnore]
    public bool Scaled { get; init; }

    /// <summary>The fields it fixes; others may set the rest.</summary>
    [JsonIgnore]
    public RenderedFields Fixed => field ??= FixedFields.Of(this);
}
