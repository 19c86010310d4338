using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

internal sealed record ListPage(IReadOnlyList<JsonObject> Items, string ResourceVersion, string? Continue);
