using System.Text.Json.Nodes;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Api;

/// <summary>DELETE of an object and of a collection.</summary>
internal static class Deletes
{
    private static readonly HashSet<string> AnswersObject = new(StringComparer.Ordinal)
    {
        "Pod", "Service", "ServiceAccount", "PersistentVolumeClaim", "PersistentVolume", "PodTemplate", "ResourceQuota", "StorageClass", "VolumeAttachment", "CSIDriver", "CSINode",
    };

    public static async Task HandleAsync(ApiCall call)
    {
        var request = await ReadAsync(call);
        var result = call.Cluster.Deletion.Delete(call.Kind, call.Namespace, call.Name, request);
        Answers.Warn(call.Http, request.Warnings);
        if (result.Gone && !(call.Kind.Custom is null && AnswersObject.Contains(call.Kind.Name))) await Answers.JsonAsync(call.Http, 200, Success(call, result.Last));
        else await Reads.ObjectAsync(call, 200, result.Json);
    }

    public static async Task CollectionAsync(ApiCall call)
    {
        var request = await ReadAsync(call);
        var query = ListQuery.Read(call);
        List<StoredObject> items;
        long version;
        lock (call.Cluster.Store.Gate)
        {
            version = call.Cluster.Store.Version;
            items = [.. call.Cluster.Store.Of(call.Kind).In(call.Namespace).Where(query.Matches)];
            foreach (var item in items) call.Cluster.Deletion.Delete(call.Kind, item.Namespace, item.Name, request);
        }
        await Listing.WriteAsync(call, items, new JsonObject { ["resourceVersion"] = version.ToString() });
    }

    private static JsonObject Success(ApiCall call, StoredObject gone)
    {
        var details = KubeException.About(call.Kind, call.Name);
        details["uid"] = gone.Uid;
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }

    /// <summary>Options come in the body (DeleteOptions) or in the query.</summary>
    private static async Task<DeleteRequest> ReadAsync(ApiCall call)
    {
        var bytes = await Bodies.ReadAsync(call.Http.Request);
        JsonNode? body = null;
        if (bytes.Length > 0)
        {
            body = Bodies.Typed(Bodies.Object(bytes, Bodies.MediaType(call.Http.Request), "DeleteOptions"), "DeleteOptions");
        }
        var orphan = (string?)body?["orphanDependents"]?.ToString() ?? call.Query("orphanDependents");
        var policy = (string?)body?["propagationPolicy"] ?? call.Query("propagationPolicy") ?? orphan switch { "true" => "Orphan", "false" => "Background", _ => null };
        if (orphan is not null && body?["propagationPolicy"] is not null)
            throw ApiCall.Problems("DeleteOptions", [FieldError.Invalid("propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set")]);
        if (policy is not (null or "Orphan" or "Background" or "Foreground"))
            throw ApiCall.Problems("DeleteOptions", [FieldError.NotSupported("propagationPolicy", policy, "Foreground", "Background", "Orphan", "nil")]);
        var grace = (long?)body?["gracePeriodSeconds"] ?? (long.TryParse(call.Query("gracePeriodSeconds"), out var seconds) ? seconds : null);
        return new DeleteRequest(policy, grace, (string?)body?["preconditions"]?["uid"], (string?)body?["preconditions"]?["resourceVersion"],
            body?["dryRun"] is JsonArray { Count: > 0 } || call.Http.Request.Query.ContainsKey("dryRun"));
    }
}
