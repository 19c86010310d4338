using System.Text.Json.Nodes;
using Platform.Sandbox.Apply;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Api;

/// <summary>The subresources of objects.</summary>
internal static class Subresources
{
    public static Task HandleAsync(ApiCall call, string sub)
    {
        if (call.Name.Length == 0 || !call.Kind.Has(sub)) throw KubeException.NoSuchResource();
        var method = call.Http.Request.Method;
        Negotiation.Check(call);
        return (sub, method) switch
        {
            ("status" or "resize" or "ephemeralcontainers" or "approval", "GET") => Reads.HandleAsync(call),
            ("status" or "resize" or "ephemeralcontainers" or "approval", "PUT") => Writes.UpdateAsync(call),
            ("status" or "resize" or "ephemeralcontainers" or "approval", "PATCH") => Patches.HandleAsync(call),
            ("scale", "GET" or "PUT" or "PATCH") => Scales.HandleAsync(call),
            ("finalize", "PUT") => FinalizeAsync(call),
            ("log", "GET") => Kubelets.LogAsync(call),
            ("exec" or "attach" or "portforward", "GET" or "POST") => Kubelets.ConnectAsync(call),
            ("proxy", _) => Kubelets.ProxyAsync(call),
            ("eviction", "POST") => Evictions.HandleAsync(call),
            ("binding", "POST") => BindAsync(call),
            ("token", "POST") => TokenAsync(call),
            _ => throw KubeException.MethodNotAllowed(),
        };
    }

    /// <summary>Replaces the finalizers of a namespace; it goes when it is being deleted and none is left.</summary>
    private static async Task FinalizeAsync(ApiCall call)
    {
        var body = await Bodies.ReadAsync(call.Http.Request, call.Kind.Name);
        byte[] json;
        lock (call.Cluster.Store.Gate)
        {
            var live = call.Cluster.Store.Find(call.Kind, "", call.Name) ?? throw KubeException.NotFound(call.Kind, call.Name);
            var o = live.Parse();
            var finalizers = body["spec"]?["finalizers"] as JsonArray ?? [];
            o["spec"] = finalizers.Count == 0 ? new JsonObject() : new JsonObject { ["finalizers"] = finalizers.DeepClone() };
            if (live.Deleting && Deletion.IsFinal(call.Kind, o))
            {
                json = Store.StoredObject.WriteObject(o);
                call.Cluster.Store.Remove(live, o);
            }
            else json = call.Cluster.Store.Put(call.Kind, o).Bytes;
        }
        await Reads.ObjectAsync(call, 200, json);
    }

    private static async Task BindAsync(ApiCall call)
    {
        var body = await Bodies.ReadAsync(call.Http.Request, "Binding");
        call.Cluster.Writer.Change(call.Kind, call.Namespace, call.Name, o =>
        {
            o["spec"]!["nodeName"] = body["target"]?["name"]?.DeepClone();
            return o;
        }, new WriteOptions { Internal = true });
        await Answers.JsonAsync(call.Http, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
    }

    private static async Task TokenAsync(ApiCall call)
    {
        var body = await Bodies.ReadAsync(call.Http.Request, "TokenRequest");
        Store.StoredObject account;
        lock (call.Cluster.Store.Gate) account = call.Cluster.Store.Find(call.Kind, call.Namespace, call.Name) ?? throw KubeException.NotFound(call.Kind, call.Name);
        var spec = Defaults.Under(body, "spec");
        Defaults.Default(spec, "audiences", new JsonArray("https://kubernetes.default.svc"));
        Defaults.Default(spec, "expirationSeconds", 3600L);
        var seconds = (long)spec["expirationSeconds"]!;
        if (seconds < 600) throw TooShort(seconds);
        var token = call.Cluster.Tokens.ForAccount(account, (JsonArray)spec["audiences"]!, TimeSpan.FromSeconds(Math.Min(seconds, 1L << 32)));
        Defaults.Default(spec, "boundObjectRef", null);
        var owned = FieldSet.Of("f:spec", "f:expirationSeconds");
        body["kind"] = "TokenRequest";
        body["apiVersion"] = "authentication.k8s.io/v1";
        body["metadata"] = new JsonObject { ["name"] = account.Name, ["namespace"] = account.Namespace, ["uid"] = account.Uid, ["creationTimestamp"] = call.Cluster.Now() };
        ManagedFields.Write(body, [new(call.WriteOptions("CreateOptions").Manager, "Update", "authentication.k8s.io/v1", "token", owned, call.Cluster.Now())]);
        body["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = call.Cluster.Time.GetUtcNow().AddSeconds(Math.Min(seconds, 1L << 32)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") };
        await Answers.JsonAsync(call.Http, 201, body);
    }

    private static KubeException TooShort(long seconds)
    {
        var error = FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        return new(422, "Invalid", $"TokenRequest.authentication.k8s.io \"\" is invalid: {error}", new JsonObject { ["group"] = "authentication.k8s.io", ["kind"] = "TokenRequest", ["causes"] = new JsonArray(error.ToCause()) });
    }
}
