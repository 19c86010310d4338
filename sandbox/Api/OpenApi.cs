using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Api;

/// <summary>
/// `/openapi/v3` (1.24 and newer) and `/openapi/v2` (JSON, or the protobuf form older kubectl asks for): what kubectl validates, merges and
/// explains by. Documents are made when they are asked for and kept as long as the cluster's kinds stay as they are.
/// </summary>
internal static class OpenApi
{
    /// <summary>With a dot where the request has an @, which is no character of a media type.</summary>
    private const string Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private static readonly ConditionalWeakTable<KindCatalog, ConcurrentDictionary<string, byte[]>> Made = [];

    public static async Task<bool> TryAnswerAsync(HttpContext http, Cluster cluster, string path, User user)
    {
        if (!path.StartsWith("/openapi/", StringComparison.Ordinal)) return false;
        Authorization.RequirePath(cluster, user, http.Request.Method, path);
        var kinds = cluster.Store.Kinds;
        if (path == "/openapi/v2")
        {
            var protobuf = http.Request.Headers.Accept.ToString().Contains("protobuf", StringComparison.Ordinal);
            var document = Make(kinds, protobuf ? "v2 protobuf" : "v2", () =>
            {
                var json = new OpenApiDocument(kinds, 2).Build(kinds.All);
                return protobuf ? OpenApiProtobuf.Write(json) : StoredObject.Write(json);
            });
            await Answers.BytesAsync(http, 200, document, protobuf ? Protobuf : "application/json");
            return true;
        }
        if (cluster.Minor < 24 || !path.StartsWith("/openapi/v3", StringComparison.Ordinal)) return false;
        if (path == "/openapi/v3")
        {
            var index = System.Text.Encoding.UTF8.GetString(Make(kinds, "v3", () => StoredObject.Write(Index(kinds))));
            // Clusters behind one port have the same document, each with URLs of its own.
            if (http.Request.PathBase.HasValue) index = index.Replace("\"/openapi/v3/", $"\"{http.Request.PathBase}/openapi/v3/", StringComparison.Ordinal);
            await Answers.TextAsync(http, 200, index);
            return true;
        }
        var name = path["/openapi/v3/".Length..];
        if (!Paths(kinds).TryGetValue(name, out var served))
        {
            http.Response.StatusCode = 404;
            return true;
        }
        await Answers.BytesAsync(http, 200, Make(kinds, name, () => StoredObject.Write(new OpenApiDocument(kinds, 3).Build(served))));
        return true;
    }

    private static byte[] Make(KindCatalog kinds, string name, Func<byte[]> make) => Made.GetOrCreateValue(kinds).GetOrAdd(name, _ => make());

    private static JsonObject Index(KindCatalog kinds) => new()
    {
        ["paths"] = new JsonObject(Paths(kinds).Select(p =>
            KeyValuePair.Create<string, JsonNode?>(p.Key, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{p.Key}?hash={Hash(kinds, p.Value)}" }))),
    };

    /// <summary>The documents there are, with the kinds each is about.</summary>
    private static SortedDictionary<string, IReadOnlyList<Kind>> Paths(KindCatalog kinds)
    {
        var paths = new SortedDictionary<string, IReadOnlyList<Kind>>(StringComparer.Ordinal);
        foreach (var other in new[] { ".well-known/openid-configuration", "api", "apis", "openid/v1/jwks", "version" }) paths[other] = [];
        foreach (var (group, versions) in kinds.Groups)
        {
            if (group.Length > 0) paths[$"apis/{group}"] = [];
            foreach (var version in versions)
                paths[group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}"] = [.. kinds.All.Where(k => k.Group == group && k.Version == version)];
        }
        return paths;
    }

    private static string Hash(KindCatalog kinds, IReadOnlyList<Kind> served) =>
        Names.Hash(System.Text.Encoding.UTF8.GetBytes($"{kinds.Minor} {string.Join(' ', served.Select(k => k + (k.Custom?.OpenApi?.ToJsonString() ?? "")))}")).ToString("X8");
}
