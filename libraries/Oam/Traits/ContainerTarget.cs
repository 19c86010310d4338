using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Traits;

/// <summary>A container, its place in the workload, and what is to be set on it.</summary>
internal sealed record ContainerTarget(JsonObject Container, string Path, DocumentNode Setting);
