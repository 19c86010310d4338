using System.Text.Json.Nodes;

namespace Platform.Deploy.Planning;

/// <summary>Makes ready for many readers at once what was read of a plan.</summary>
internal static class OpenedPlan
{
    public static IReadOnlyList<PlannedObject> Of(IReadOnlyList<PlannedObject> objects)
    {
        foreach (var item in objects)
            ReadThrough(item.Manifest);
        var scaled = objects.Select(item => ScaledBy(item.Manifest)).OfType<(string?, string?)>().ToHashSet();
        return [.. objects.Select(item => scaled.Contains((item.Key.Kind, item.Key.Name)) ? item with { Scaled = true } : item)];
    }

    /// <summary>A node reads its text when it is first looked at, and may not be looked at by two then.</summary>
    private static void ReadThrough(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var (_, value) in map)
                ReadThrough(value);
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
                ReadThrough(item);
        }
    }

    /// <summary>Kind and name of what an autoscaler scales; null: it is none.</summary>
    private static (string? Kind, string? Name)? ScaledBy(JsonObject manifest) =>
        manifest["kind"]?.ToString() == "HorizontalPodAutoscaler" && manifest["spec"]?["scaleTargetRef"] is JsonObject target
            ? (target["kind"]?.ToString(), target["name"]?.ToString())
            : null;
}
