using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>Identity of an object on a cluster.</summary>
/// <param name="ApiVersion">E.g. <c>apps/v1</c>.</param>
/// <param name="Kind">E.g. <c>Deployment</c>.</param>
/// <param name="Namespace">Null for cluster-scoped objects.</param>
/// <param name="Name">metadata.name.</param>
public sealed record ObjectKey(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The identity a manifest claims; empty texts where it lacks something.</summary>
    public static ObjectKey Of(JsonObject manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var metadata = manifest["metadata"] as JsonObject;
        return new(Text(manifest["apiVersion"]) ?? "", Text(manifest["kind"]) ?? "", Text(metadata?["namespace"]), Text(metadata?["name"]) ?? "");
    }

    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
