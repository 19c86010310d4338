using System.Text.Json.Nodes;
using Platform.Oam.Definitions;

namespace Platform.Oam.Components;

/// <summary>One Kubernetes object as it is: the properties are the object.</summary>
internal static class RawObject
{
    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "raw",
        Description = "A Kubernetes object as it is given.",
        Parameters = KubernetesObjects.Object,
        Render = context => context.Package is { Content: not null } or { IsAssumed: true }
            ? KubernetesObjects.OfPackage(context)
            : new((JsonObject)context.Parameters.ToJson()!, []),
    };
}
