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
    private bool _exact;

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
        query._exact = Match(call, version) == "Exact";
        if (call.Query("continue") is { Length: > 0 } token)
        {
            if (version is { Length: > 0 } and not "0") throw KubeException.BadRequest("specifying resource version is not allowed when using continue");
            (query._tokenVersion, query.After) = ReadToken(token);
        }
        return query;
    }

    /// <summary>Checks resourceVersionMatch and sendInitialEvents, which lists and watches allow differently.</summary>
    private static string Match(ApiCall call, string? version)
    {
        const string field = "resourceVersionMatch";
        var match = call.Query(field) ?? "";
        var initial = call.Query("sendInitialEvents") is { Length: > 0 };
        var errors = new List<FieldError>();
        if (call.Watches)
        {
            if (match.Length > 0 && !initial) errors.Add(FieldError.Forbidden(field, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
            if (initial && match != "NotOlderThan") errors.Add(FieldError.Forbidden(field, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
            if (initial && match is not ("" or "NotOlderThan")) errors.Add(FieldError.NotSupported(field, match, "NotOlderThan"));
        }
        else
        {
            if (match.Length > 0 && string.IsNullOrEmpty(version)) errors.Add(FieldError.Forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
            else if (match == "Exact" && version == "0") errors.Add(FieldError.Forbidden(field, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
            else if (match is not ("" or "Exact" or "NotOlderThan")) errors.Add(FieldError.NotSupported(field, match, "Exact", "NotOlderThan", ""));
            if (initial) errors.Add(FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        return errors.Count == 0 ? match : throw ApiCall.Problems("ListOptions", errors);
    }

    /// <summary>The version a list is of: the newest, or the older one it asks for exactly. Refuses versions that aren't there yet or any more.</summary>
    public long Version(ClusterStore store, Kinds.Kind kind)
    {
        var oldest = store.Of(kind).History.Forgotten;
        if (_tokenVersion is { } token)
        {
            if (token == Inconsistent) return store.Version;
            if (token >= oldest) return token;
            throw new KubeException(410, "Expired", TooOldToken) { Continue = Token(Inconsistent, After!) };
        }
        if (string.IsNullOrEmpty(_resourceVersion)) return store.Version;
        if (!ulong.TryParse(_resourceVersion, out var asked))
            throw KubeException.BadRequest($"invalid resource version: resourceVersion: Invalid value: \"{_resourceVersion}\": strconv.ParseUint: parsing \"{_resourceVersion}\": invalid syntax");
        if (asked > (ulong)store.Version) throw KubeException.TooLargeVersion(asked, store.Version);
        if (!_exact) return store.Version;
        return (long)asked >= oldest ? (long)asked : throw KubeException.Expired("The resourceVersion for the provided list is too old.");
    }

    /// <summary>The version in the token of a list that goes on although its first pages are too old.</summary>
    private const long Inconsistent = -1;

    private const string TooOldToken = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

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
