using System.Text.Json.Nodes;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>
/// Objects that several applications have. The annotation says which; the first of them applies the object, the others only put their
/// names behind it, and the last to leave deletes it.
/// </summary>
internal static class SharedObjects
{
    public const string Annotation = "app.oam.dev/shared-by";
    private const string Manager = "platform-sharing";

    /// <summary>Who shares a live object, in order; empty: it isn't shared.</summary>
    public static IReadOnlyList<string> SharersOf(JsonObject? live) =>
        live?["metadata"]?["annotations"]?[Annotation]?.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The manifest as its first sharer applies it.</summary>
    public static JsonObject Marked(JsonObject manifest, string application, JsonObject? live)
    {
        var sharers = SharersOf(live);
        var marked = (JsonObject)manifest.DeepClone();
        var annotations = marked["metadata"]!["annotations"] as JsonObject ?? [];
        marked["metadata"]!["annotations"] = annotations;
        annotations[Annotation] = sharers.Contains(application) ? string.Join(',', sharers) : string.Join(',', sharers.Prepend(application));
        return marked;
    }

    /// <summary>Joins those who share it, behind its owner.</summary>
    public static async Task<JsonObject> JoinAsync(ClusterClient client, ObjectKey key, JsonObject live, string application, CancellationToken ct)
    {
        var sharers = SharersOf(live);
        return sharers.Contains(application)
            ? live
            : await client.MergeAsync(key, Patch(live, [.. sharers, application], null), Manager, ct);
    }

    /// <summary>Leaves those who share it. True: nobody is left, so it may be deleted.</summary>
    public static async Task<bool> LeaveAsync(ClusterClient client, ObjectKey key, string application, CancellationToken ct)
    {
        if (await client.GetAsync(key, ct) is not { } live)
            return true;
        var sharers = SharersOf(live);
        var left = sharers.Where(sharer => sharer != application).ToList();
        if (left.Count == 0)
            return true;
        if (left.Count < sharers.Count)
            await client.MergeAsync(key, Patch(live, left, sharers[0] == application ? left[0] : null), Manager, ct);
        return false;
    }

    private static JsonObject Patch(JsonObject live, IReadOnlyList<string> sharers, string? owner)
    {
        var metadata = new JsonObject
        {
            ["resourceVersion"] = live["metadata"]!["resourceVersion"]!.ToString(),
            ["annotations"] = new JsonObject { [Annotation] = string.Join(',', sharers) },
        };
        if (owner?.Split('/') is [var ns, var name])
            metadata["labels"] = new JsonObject { [WellKnown.AppName] = name, [WellKnown.AppNamespace] = ns };
        return new() { ["metadata"] = metadata };
    }
}
