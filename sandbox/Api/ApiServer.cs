using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>Answers the requests to one cluster.</summary>
internal sealed partial class ApiServer(Authentication authentication, ILogger log)
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Method} {Path} failed")]
    private static partial void Failed(ILogger log, Exception exception, string method, string path);

    public async Task HandleAsync(HttpContext http, Cluster cluster, string path)
    {
        try
        {
            var api = ApiPath.Parse(path);
            await cluster.Faults.MeetAsync(Verb(http, api), api?.Resource, http.RequestAborted);
            cluster.Open();
            await RouteAsync(http, cluster, path, api);
        }
        catch (KubeException failure) when (!http.Response.HasStarted)
        {
            await Answers.FailureAsync(http, failure);
        }
        catch (NotServedException)
        {
            await Answers.TextAsync(http, 404, "404 page not found\n");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever goes wrong is answered as the API server answers a panic.
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            Failed(log, e, http.Request.Method, path);
            await Answers.FailureAsync(http, new KubeException(500, "InternalError", $"Internal error occurred: {e.Message}"));
        }
    }

    private async Task RouteAsync(HttpContext http, Cluster cluster, string path, ApiPath? api)
    {
        var user = authentication.Identify(http, cluster);
        if (await Discovery.TryAnswerAsync(http, cluster, path, user) || await OpenApi.TryAnswerAsync(http, cluster, path, user)) return;
        if (api?.Resource is null)
        {
            Authorization.RequirePath(cluster, user, http.Request.Method, path);
            if (await Discovery.TryAnswerGroupAsync(http, cluster, path, api)) return;
            throw api is null ? new NotServedException() : Unserved(cluster, api);
        }
        Authorization.Require(cluster, user, Verb(http, api), api);
        var kind = cluster.Store.Kinds.Find(api.Group, api.Version, api.Resource) ?? throw Unserved(cluster, api);
        await CallAsync(new ApiCall(cluster, http, api, kind, user));
    }

    /// <summary>Groups that have no built-in kinds are no part of the API where no custom kind matches.</summary>
    private static Exception Unserved(Cluster cluster, ApiPath path) =>
        cluster.Store.Kinds.All.Any(k => k.Group == path.Group && k.Custom is null) ? KubeException.NoSuchResource() : new NotServedException();

    private static Task CallAsync(ApiCall call)
    {
        var (kind, path, method) = (call.Kind, call.Path, call.Http.Request.Method);
        if (!kind.Namespaced && path.Namespace is not null) throw KubeException.NoSuchResource();
        if (path.Subresource is { } sub) return Subresources.HandleAsync(call, sub);
        Negotiation.Check(call);
        if (!kind.Can("get") && !kind.Can("list"))
            return method == "POST" && path.Name is null ? Reviews.HandleAsync(call) : throw KubeException.MethodNotAllowed();
        if (kind.Namespaced && path.Namespace is null && (path.Name is not null || method is "POST" or "DELETE")) throw path.Name is not null ? KubeException.NoSuchResource() : KubeException.MethodNotAllowed();
        if (path.Name is null)
            return method switch
            {
                "GET" when call.Watches => Watching.HandleAsync(call),
                "GET" => Listing.HandleAsync(call),
                "POST" when kind.Can("create") => Writes.CreateAsync(call),
                "DELETE" when kind.Can("deletecollection") => Deletes.CollectionAsync(call),
                _ => throw KubeException.MethodNotAllowed(),
            };
        return method switch
        {
            "GET" when call.Watches => Watching.HandleAsync(call),
            "GET" => Reads.HandleAsync(call),
            "PUT" => Writes.UpdateAsync(call),
            "PATCH" => Patches.HandleAsync(call),
            "DELETE" => Deletes.HandleAsync(call),
            _ => throw KubeException.MethodNotAllowed(),
        };
    }

    /// <summary>The verb as authorization and faults name it.</summary>
    private static string Verb(HttpContext http, ApiPath? path) => http.Request.Method switch
    {
        "GET" or "HEAD" when path?.Resource is null => "get",
        "GET" or "HEAD" when path.Watch || http.Request.Query["watch"] == "true" || http.Request.Query["watch"] == "1" => "watch",
        "GET" or "HEAD" => path.Name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => path?.Name is null ? "deletecollection" : "delete",
        var other => other.ToLowerInvariant(),
    };
}
