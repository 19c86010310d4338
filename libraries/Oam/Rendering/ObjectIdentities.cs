namespace Platform.Oam.Rendering;

/// <summary>What makes two manifests the same object on a cluster.</summary>
internal static class ObjectIdentities
{
    public static (string Group, string Kind, string? Namespace, string Name, string? Cluster) Of(RenderedObject item)
    {
        var apiVersion = $"{item.Manifest["apiVersion"]}";
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var metadata = item.Manifest["metadata"];
        return (slash < 0 ? "" : apiVersion[..slash], $"{item.Manifest["kind"]}", metadata?["namespace"]?.ToString(), $"{metadata?["name"]}", item.Cluster);
    }

    /// <summary>Each object once: of several the last one, in the place of the first.</summary>
    public static IReadOnlyList<RenderedObject> LastWins(IReadOnlyList<RenderedObject> objects)
    {
        var result = new List<RenderedObject>(objects.Count);
        var places = new Dictionary<object, int>();
        foreach (var item in objects)
        {
            if (places.TryAdd(Of(item), result.Count)) result.Add(item);
            else result[places[Of(item)]] = item;
        }

        return result;
    }
}
