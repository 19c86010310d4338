using System.Text.Json.Nodes;
using Platform.Oam;

namespace Platform.Deploy.Planning;

/// <summary>An object of a plan.</summary>
/// <param name="Component">The component it belongs to.</param>
/// <param name="Manifest">As rendered.</param>
/// <param name="Handling">What policies say of it; null when none does.</param>
internal sealed record PlannedObject(string Component, JsonObject Manifest, ObjectHandling? Handling = null);
