using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>A complete list.</summary>
/// <param name="Items">The objects, with apiVersion and kind.</param>
/// <param name="ResourceVersion">The version the list is of.</param>
public sealed record ResourceList(IReadOnlyList<JsonObject> Items, string ResourceVersion);
