using System.Text.Json.Nodes;
using Platform.Deploy.Planning;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>Applies one object as the application's policies have it.</summary>
internal static class PolicyApplier
{
    /// <summary>What is live has to be known first: who has it, or what others have set in it.</summary>
    public static bool NeedsLive(PlannedObject item, InventoryObject? entry) =>
        entry?.WasApplied != true || item.Handling is { } handling && (handling.Once.Count > 0 || handling.Recreate.Count > 0 || handling.Shared || handling.ReadOnly || handling.Replace);

    /// <param name="client">The cluster.</param>
    /// <param name="item">What is wanted.</param>
    /// <param name="live">What is there, where that has to be known.</param>
    /// <param name="application"><c>namespace/name</c></param>
    /// <param name="apply">How to apply.</param>
    /// <param name="ct">The caller went away.</param>
    public static async Task<ApplyResult> ApplyAsync(
        ClusterClient client, PlannedObject item, JsonObject? live, string application, ApplyOptions apply, CancellationToken ct)
    {
        var handling = item.Handling ?? ObjectHandling.Usual;
        var key = item.Key;
        if (handling.ReadOnly)
            return live is null ? Missing(key) : await AsItIsAsync(client, key, live, ct);
        if (Ownership.Objection(key, live, application, handling) is { } objection)
            return new() { Key = key, Failure = objection };
        if (live is not null && handling.Once.Contains("*"))
            return await AsItIsAsync(client, key, live, ct);
        if (handling.Shared && SharedObjects.SharersOf(live) is [var first, ..] && first != application)
            return await AsItIsAsync(client, key, await SharedObjects.JoinAsync(client, key, live!, application, ct), ct);

        var manifest = handling.Shared ? SharedObjects.Marked(item.Manifest, application, live) : item.Manifest;
        return await client.ApplyAsync(
            live is null || handling.Once.Count == 0 ? manifest : WithTheirValues(manifest, live, handling.Once),
            options: apply with
            {
                Force = apply.Force || handling.TakeOver,
                Recreate = handling.Recreate,
                RecreateAnyway = live is not null && handling.Recreate.Any(path => Differs(manifest, live, path)),
                ReplaceVersion = handling.Replace ? live?["metadata"]?["resourceVersion"]?.ToString() : null,
            },
            ct: ct);
    }

    private static JsonObject WithTheirValues(JsonObject manifest, JsonObject live, IReadOnlyList<string> paths)
    {
        var theirs = (JsonObject)manifest.DeepClone();
        foreach (var path in paths)
            FieldPaths.Set(theirs, path, FieldPaths.Get(live, path));
        return theirs;
    }

    private static bool Differs(JsonObject manifest, JsonObject live, string path) =>
        FieldPaths.Get(manifest, path) is { } wanted && !JsonNode.DeepEquals(wanted, FieldPaths.Get(live, path));

    private static async Task<ApplyResult> AsItIsAsync(ClusterClient client, ObjectKey key, JsonObject live, CancellationToken ct)
    {
        var metadata = live["metadata"]!;
        return new()
        {
            Key = key,
            Resource = (await client.FindResourceAsync(key.ApiVersion, key.Kind, ct))?.Plural ?? "",
            Uid = metadata["uid"]?.ToString() ?? "",
            ResourceVersion = metadata["resourceVersion"]?.ToString() ?? "",
            Generation = metadata["generation"]?.GetValue<long>() ?? 0,
        };
    }

    private static ApplyResult Missing(ObjectKey key) => new()
    {
        Key = key,
        Failure = new()
        {
            StatusCode = 404,
            Reason = "NotFound",
            Message = $"{key.Kind} {key.Name} does not exist, and a read-only policy says that it is not to be made",
            Retryable = false,
        },
    };
}
