using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>What the server says about itself: version, health, groups, resources (plain and aggregated).</summary>
internal static class Discovery
{
    public static async Task<bool> TryAnswerAsync(HttpContext http, Cluster cluster, string path, User user)
    {
        var trimmed = path.Length > 1 ? path.TrimEnd('/') : path;
        if (trimmed is not ("/version" or "/healthz" or "/livez" or "/readyz" or "/api" or "/apis")) return false;
        Authorization.RequirePath(cluster, user, http.Request.Method, trimmed);
        var kinds = cluster.Store.Kinds;
        switch (trimmed)
        {
            case "/healthz" or "/livez" or "/readyz":
                await Answers.TextAsync(http, 200, "ok");
                return true;
            case "/version":
                await Answers.JsonAsync(http, 200, ServerVersion(cluster));
                return true;
        }
        Accepts(http);
        var core = trimmed == "/api";
        if (Aggregated(http, cluster) is { } version)
            await Answers.BytesAsync(http, 200, Store.StoredObject.Write(AggregatedList(kinds, core, version)), $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
        else await Answers.JsonAsync(http, 200, core ? CoreVersions(http) : GroupList(kinds));
        return true;
    }

    /// <summary>`/apis/GROUP`, `/api/v1` and `/apis/GROUP/VERSION`.</summary>
    public static async Task<bool> TryAnswerGroupAsync(HttpContext http, Cluster cluster, string path, ApiPath? api)
    {
        if (api is null || path.Contains("//", StringComparison.Ordinal)) return false;
        var kinds = cluster.Store.Kinds;
        if (api.Version.Length == 0)
        {
            var group = kinds.Groups.FirstOrDefault(g => g.Group == api.Group && g.Group.Length > 0);
            if (group.Group is null) return false;
            Accepts(http);
            var answer = Group(group.Group, group.Versions);
            answer.Insert(0, "kind", "APIGroup");
            answer.Insert(1, "apiVersion", "v1");
            await Answers.JsonAsync(http, 200, answer);
            return true;
        }
        if (!kinds.Serves(api.Group, api.Version)) return false;
        Accepts(http);
        var served = kinds.All.Where(k => k.Group == api.Group && k.Version == api.Version).OrderBy(k => k.Plural, StringComparer.Ordinal);
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (api.Group.Length > 0) list["apiVersion"] = "v1";
        list["groupVersion"] = api.Group.Length == 0 ? api.Version : $"{api.Group}/{api.Version}";
        list["resources"] = new JsonArray([.. served.SelectMany(PlainResources)]);
        await Answers.JsonAsync(http, 200, list);
        return true;
    }

    private static void Accepts(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        if (accept.Length == 0 || accept.Contains("application/json", StringComparison.Ordinal) || accept.Contains("*/*", StringComparison.Ordinal)) return;
        if (accept.Contains("application/yaml", StringComparison.Ordinal)) http.Items["yaml"] = true;
        else throw new KubeException(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf");
    }

    /// <summary>The version of the aggregated list to answer with: v2 since 1.30, v2beta1 from 1.27 to 1.34; null for plain lists.</summary>
    private static string? Aggregated(HttpContext http, Cluster cluster)
    {
        foreach (var part in http.Request.Headers.Accept.ToString().Split(','))
        {
            var text = part.Replace(" ", "", StringComparison.Ordinal);
            if (text is "application/json" or "*/*") return null;
            if (!text.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal)) continue;
            if (text.Contains("v=v2;", StringComparison.Ordinal) && cluster.Minor >= 30) return "v2";
            if (text.Contains("v=v2beta1;", StringComparison.Ordinal) && cluster.Minor is >= 27 and <= 34) return "v2beta1";
        }
        return null;
    }

    private static JsonObject ServerVersion(Cluster cluster)
    {
        var (major, minor) = ("1", cluster.Minor.ToString());
        var version = new JsonObject { ["major"] = major, ["minor"] = minor };
        if (cluster.Minor >= 34)
        {
            (version["emulationMajor"], version["emulationMinor"]) = (major, minor);
            (version["minCompatibilityMajor"], version["minCompatibilityMinor"]) = (major, (cluster.Minor - 1).ToString());
        }
        version["gitVersion"] = cluster.Options.Version;
        version["gitCommit"] = "0000000000000000000000000000000000000000";
        version["gitTreeState"] = "clean";
        version["buildDate"] = "2026-01-01T00:00:00Z";
        version["goVersion"] = "sandbox";
        version["compiler"] = "gc";
        version["platform"] = "linux/amd64";
        return version;
    }

    private static JsonObject CoreVersions(HttpContext http) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = http.Request.Host.ToString() }),
    };

    private static JsonObject GroupList(KindCatalog kinds) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. kinds.Groups.Where(g => g.Group.Length > 0).Select(g => (JsonNode)Group(g.Group, g.Versions))]),
    };

    private static JsonObject Group(string name, IReadOnlyList<string> versions)
    {
        JsonObject Version(string version) => new() { ["groupVersion"] = $"{name}/{version}", ["version"] = version };
        return new JsonObject { ["name"] = name, ["versions"] = new JsonArray([.. versions.Select(v => (JsonNode)Version(v))]), ["preferredVersion"] = Version(versions[0]) };
    }

    private static IEnumerable<JsonNode> PlainResources(Kind kind)
    {
        var resource = new JsonObject { ["name"] = kind.Plural, ["singularName"] = kind.Singular, ["namespaced"] = kind.Namespaced, ["kind"] = kind.Name, ["verbs"] = Strings(kind.Verbs) };
        if (kind.ShortNames.Length > 0) resource["shortNames"] = Strings(kind.ShortNames);
        if (kind.Categories.Length > 0) resource["categories"] = Strings(kind.Categories);
        if (kind.StorageHash is not null || kind.Custom is not null) resource["storageVersionHash"] = kind.StorageHash ?? StorageHash(kind);
        yield return resource;
        foreach (var sub in kind.Subresources)
        {
            var (group, version, name, verbs) = SubresourceKinds.Of(kind, sub);
            var line = new JsonObject { ["name"] = $"{kind.Plural}/{sub}", ["singularName"] = "", ["namespaced"] = kind.Namespaced };
            if (group is not null) (line["group"], line["version"]) = (group, version);
            line["kind"] = name;
            line["verbs"] = Strings(verbs);
            yield return line;
        }
    }

    /// <summary>What the server tells the stored version of a kind by.</summary>
    private static string StorageHash(Kind kind) =>
        Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{kind.StoredVersion}/{kind.Name}"))[..8]);

    private static JsonObject AggregatedList(KindCatalog kinds, bool core, string apiVersion)
    {
        var items = new JsonArray();
        foreach (var (group, versions) in kinds.Groups.Where(g => g.Group.Length == 0 == core))
        {
            var meta = new JsonObject();
            if (group.Length > 0) meta["name"] = group;
            var list = versions.Select(v => (JsonNode)new JsonObject
            {
                ["version"] = v,
                ["resources"] = new JsonArray([.. kinds.All.Where(k => k.Group == group && k.Version == v).OrderBy(k => k.Plural, StringComparer.Ordinal).Select(AggregatedResource)]),
                ["freshness"] = "Current",
            });
            items.Add((JsonNode)new JsonObject { ["metadata"] = meta, ["versions"] = new JsonArray([.. list]) });
        }
        return new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = $"apidiscovery.k8s.io/{apiVersion}", ["metadata"] = new JsonObject(), ["items"] = items };
    }

    private static JsonNode AggregatedResource(Kind kind)
    {
        static JsonObject ResponseKind(string group, string version, string name) => new() { ["group"] = group, ["version"] = version, ["kind"] = name };
        var own = kind.Custom is null ? ResponseKind("", "", kind.Name) : ResponseKind(kind.Group, kind.Version, kind.Name);
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = own,
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Strings(kind.Verbs),
        };
        if (kind.ShortNames.Length > 0) resource["shortNames"] = Strings(kind.ShortNames);
        if (kind.Categories.Length > 0) resource["categories"] = Strings(kind.Categories);
        if (kind.Subresources.Length == 0) return resource;
        resource["subresources"] = new JsonArray([.. kind.Subresources.Select(sub =>
        {
            var (group, version, name, verbs) = SubresourceKinds.Of(kind, sub);
            var response = kind.Custom is not null && group is null ? ResponseKind(kind.Group, kind.Version, name) : ResponseKind(group ?? "", version ?? "", name);
            return (JsonNode)new JsonObject { ["subresource"] = sub, ["responseKind"] = response, ["verbs"] = Strings(verbs) };
        })]);
        return resource;
    }

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);
}
