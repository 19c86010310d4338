using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

internal static class LiveObject
{
    /// <summary>Items of a typed list lack apiVersion and kind; managedFields are most of an object and few readers want them.</summary>
    public static JsonObject Completed(this JsonObject item, ApiResource resource, bool keepManagedFields)
    {
        item.TryAdd("apiVersion", resource.ApiVersion);
        item.TryAdd("kind", resource.Kind);
        if (!keepManagedFields)
            (item["metadata"] as JsonObject)?.Remove("managedFields");
        return item;
    }
}
