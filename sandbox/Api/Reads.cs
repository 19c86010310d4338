using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>GET of one object.</summary>
internal static class Reads
{
    public static Task HandleAsync(ApiCall call)
    {
        Store.StoredObject found;
        lock (call.Cluster.Store.Gate)
            found = call.Cluster.Store.Find(call.Kind, call.Namespace, call.Name) ?? throw KubeException.NotFound(call.Kind, call.Name);
        return ObjectAsync(call, 200, found.Bytes);
    }

    /// <summary>An object in the form the client asked for.</summary>
    public static Task ObjectAsync(ApiCall call, int code, byte[] json) => Negotiation.Form(call) switch
    {
        "Table" => Answers.JsonAsync(call.Http, code, Tables.Of(call, [(JsonObject)JsonNode.Parse(json)!], null)),
        "PartialObjectMetadata" => Answers.JsonAsync(call.Http, code, Partial((JsonObject)JsonNode.Parse(json)!)),
        _ => Answers.BytesAsync(call.Http, code, Conversions.Outgoing(call.Kind, json)),
    };

    public static JsonObject Partial(JsonObject o) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = o["metadata"]?.DeepClone(),
    };
}
