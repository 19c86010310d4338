using System.Text.Json.Nodes;

namespace Platform.Oam.Rendering;

/// <summary>What makes two manifests the same object on a cluster: its version doesn't count.</summary>
internal readonly record struct ObjectIdentity(string Group, string Kind, string? Namespace, string Name, string? Cluster)
{
    public static ObjectIdentity Of(JsonObject manifest, string? cluster)
    {
        var apiVersion = $"{manifest["apiVersion"]}";
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var metadata = manifest["metadata"];
        return new(slash < 0 ? "" : apiVersion[..slash], $"{manifest["kind"]}", (metadata as JsonObject)?["namespace"]?.ToString(), $"{(metadata as JsonObject)?["name"]}", cluster);
    }
}
