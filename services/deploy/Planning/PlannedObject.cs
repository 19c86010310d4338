using System.Text.Json.Nodes;

namespace Platform.Deploy.Planning;

/// <summary>An object of a plan.</summary>
/// <param name="Component">The component it belongs to.</param>
/// <param name="Manifest">As rendered.</param>
internal sealed record PlannedObject(string Component, JsonObject Manifest);
