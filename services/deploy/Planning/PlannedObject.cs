using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Oam;

namespace Platform.Deploy.Planning;

/// <summary>An object of a plan.</summary>
/// <param name="Component">The component it belongs to.</param>
/// <param name="Manifest">As rendered.</param>
/// <param name="Handling">What policies say of it; null when none does.</param>
/// <param name="Definition">Whose functions tell its health; null = the rule of its kind.</param>
internal sealed record PlannedObject(string Component, JsonObject Manifest, ObjectHandling? Handling = null, DefinitionReference? Definition = null);
