using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>GET of a collection.</summary>
internal static class Listing
{
    public static Task HandleAsync(ApiCall call)
    {
        var query = ListQuery.Read(call);
        List<StoredObject> items;
        long version;
        string? next = null;
        long remaining = 0;
        lock (call.Cluster.Store.Gate)
        {
            version = query.Version(call.Cluster.Store, call.Kind);
            var all = call.Cluster.Store.Of(call.Kind).At(version, call.Namespace).Where(query.Matches);
            if (query.After is { } after) all = all.Where(o => string.CompareOrdinal(Key(o), after) > 0);
            items = query.Limit > 0 ? [.. all.Take(query.Limit + 1)] : [.. all];
            if (query.Limit > 0 && items.Count > query.Limit)
            {
                items.RemoveAt(query.Limit);
                next = ListQuery.Token(version, Key(items[^1]));
                if (!query.HasSelector) remaining = all.Count() - query.Limit;
            }
        }
        var meta = new JsonObject { ["resourceVersion"] = version.ToString() };
        if (next is not null) meta["continue"] = next;
        if (remaining > 0) meta["remainingItemCount"] = remaining;
        return WriteAsync(call, items, meta);
    }

    public static string Key(StoredObject o) => o.Namespace.Length == 0 ? o.Name : $"{o.Namespace}/{o.Name}";

    public static Task WriteAsync(ApiCall call, List<StoredObject> items, JsonObject meta)
    {
        switch (Negotiation.Form(call))
        {
            case "Table":
                return Answers.JsonAsync(call.Http, 200, Tables.Of(call, [.. items.Select(i => Conversions.Outgoing(call.Kind, i.Parse()))], meta));
            case "PartialObjectMetadata":
                var partial = new JsonArray([.. items.Select(i => (JsonNode)Reads.Partial(i.Parse()))]);
                return Answers.JsonAsync(call.Http, 200, new JsonObject { ["kind"] = "PartialObjectMetadataList", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = meta, ["items"] = partial });
        }
        var buffer = new ArrayBufferWriter<byte>(1024 + items.Sum(i => i.Bytes.Length));
        var custom = call.Kind.Custom is not null;
        if (custom) Defaults.Default(meta, "continue", "");
        Write(buffer, custom
            ? $"{{\"apiVersion\":\"{call.Kind.ApiVersion}\",\"items\":["
            : $"{{\"kind\":\"{call.Kind.ListName}\",\"apiVersion\":\"{call.Kind.ApiVersion}\",\"metadata\":{meta.ToJsonString()},\"items\":[");
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) Write(buffer, ",");
            Item(buffer, call.Kind, items[i]);
        }
        Write(buffer, custom ? $"],\"kind\":\"{call.Kind.ListName}\",\"metadata\":{meta.ToJsonString()}}}" : "]}");
        return Answers.BytesAsync(call.Http, 200, buffer.WrittenMemory);
    }

    /// <summary>Items of built-in kinds don't repeat kind and version.</summary>
    private static void Item(ArrayBufferWriter<byte> buffer, Kind kind, StoredObject item)
    {
        if (kind.Custom is not null || kind.ApiVersion != kind.StoredVersion)
        {
            var json = (JsonObject)JsonNode.Parse(Conversions.Outgoing(kind, item.Bytes))!;
            if (kind.Custom is null)
            {
                json.Remove("kind");
                json.Remove("apiVersion");
            }
            buffer.Write(StoredObject.Write(json));
            return;
        }
        Write(buffer, "{");
        buffer.Write(item.WithoutEnvelope[1..]);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, string text) => Encoding.UTF8.GetBytes(text, buffer);
}
