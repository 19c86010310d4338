using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>Selection and paging of a list, watch or deletion of a collection.</summary>
internal sealed class ListQuery
{
    private Selector _labels = Selector.Everything;
    private FieldSelector _fields = FieldSelector.Everything;
    private string? _resourceVersion;
    private long? _tokenVersion;

    public int Limit { get; private init; }

    /// <summary>The key of the last object of the page before.</summary>
    public string? After { get; private set; }

    public bool HasSelector => !_labels.IsEmpty || !_fields.IsEmpty;

    public bool Matches(StoredObject o) => _labels.Matches(o.Labels) && _fields.Matches(o);

    public static ListQuery Read(ApiCall call)
    {
        var limit = 0;
        if (call.Query("limit") is { Length: > 0 } text && !int.TryParse(text, out limit))
            throw KubeException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
        var version = call.Query("resourceVersion");
        var query = new ListQuery
        {
            Limit = limit,
            _labels = Selector.Parse(call.Query("labelSelector")),
            _fields = FieldSelector.Parse(call.Kind, call.Query("fieldSelector")),
            _resourceVersion = version,
        };
        if (call.Path.Name is { } name) query._fields = query._fields.AndName(name);
        if (call.Query("resourceVersionMatch") is { Length: > 0 } && string.IsNullOrEmpty(version) && call.Query("sendInitialEvents") is null)
            throw ApiCall.Problems("ListOptions", [FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided")]);
        if (call.Query("continue") is { Length: > 0 } token)
        {
            if (version is { Length: > 0 } and not "0") throw KubeException.BadRequest("specifying resource version is not allowed when using continue");
            (query._tokenVersion, query.After) = ReadToken(token);
        }
        return query;
    }

    /// <summary>The version a list is told to be of; refuses versions that aren't there yet.</summary>
    public long Version(ClusterStore store)
    {
        if (_tokenVersion is { } fromToken) return fromToken;
        if (string.IsNullOrEmpty(_resourceVersion)) return store.Version;
        if (!ulong.TryParse(_resourceVersion, out var asked))
            throw KubeException.BadRequest($"invalid resource version: resourceVersion: Invalid value: \"{_resourceVersion}\": strconv.ParseUint: parsing \"{_resourceVersion}\": invalid syntax");
        if (asked <= (ulong)store.Version) return store.Version;
        var causes = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" });
        throw new KubeException(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {store.Version}", new JsonObject { ["causes"] = causes, ["retryAfterSeconds"] = 1 });
    }

    public static string Token(long version, string key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = version, ["start"] = key }.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static (long Version, string Key) ReadToken(string token)
    {
        try
        {
            var padded = token.Replace('-', '+').Replace('_', '/') + new string('=', (4 - token.Length % 4) % 4);
            var json = JsonNode.Parse(Convert.FromBase64String(padded))!;
            return ((long)json["rv"]!, (string)json["start"]!);
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or InvalidOperationException or NullReferenceException)
        {
            throw KubeException.BadRequest("invalid continue token: continue key is not valid: invalid character '\\u0081' looking for beginning of value");
        }
    }
}
