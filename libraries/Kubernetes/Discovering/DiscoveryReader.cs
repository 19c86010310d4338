using System.Text.Json;

namespace Platform.Kubernetes;

/// <summary>Fetches the kinds of a cluster: two aggregated requests, or the plain lists of older servers.</summary>
internal sealed class DiscoveryReader(RequestSender sender)
{
    private static readonly RequestDetails Aggregated = new()
    {
        Accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json",
    };

    public async Task<Discovery> ReadAsync(CancellationToken ct)
    {
        var core = sender.SendAsync(HttpMethod.Get, "/api", Aggregated, ct);
        var groups = sender.SendAsync(HttpMethod.Get, "/apis", Aggregated, ct);
        var resources = new List<ApiResource>();
        var stale = new List<string>();
        await AddAsync(await core, resources, stale, ct);
        await AddAsync(await groups, resources, stale, ct);
        return new(resources) { StaleGroups = stale };
    }

    private async Task AddAsync(Answer answer, List<ApiResource> resources, List<string> stale, CancellationToken ct)
    {
        using var document = Parse(answer);
        var root = document.RootElement;
        if (Text(root, "kind") == "APIGroupDiscoveryList")
            resources.AddRange(OfAggregated(root, stale));
        else
            await AddPlainAsync([.. PlainVersions(root)], resources, stale, ct);
    }

    internal static IEnumerable<ApiResource> OfAggregated(JsonElement list, List<string> stale)
    {
        foreach (var group in Items(list, "items"))
        {
            var name = group.TryGetProperty("metadata", out var metadata) ? Text(metadata, "name") ?? "" : "";
            foreach (var version in Items(group, "versions"))
            {
                if (Text(version, "freshness") == "Stale")
                    stale.Add(name);
                foreach (var resource in Items(version, "resources"))
                    if (OfAggregated(name, Text(version, "version") ?? "", resource) is { } found)
                        yield return found;
            }
        }
    }

    private static ApiResource? OfAggregated(string group, string version, JsonElement resource)
    {
        // A kind may answer with another group's kind (scale); only a resource's own kind counts.
        var kind = resource.TryGetProperty("responseKind", out var response) ? Text(response, "kind") : null;
        return kind is null || Text(resource, "resource") is not { } plural ? null : new()
        {
            Group = group,
            Version = version,
            Kind = kind,
            Plural = plural,
            Namespaced = Text(resource, "scope") == "Namespaced",
            Verbs = [.. Items(resource, "verbs").Select(v => v.GetString() ?? "")],
        };
    }

    internal static IEnumerable<(string Group, string Version)> PlainVersions(JsonElement root)
    {
        foreach (var version in Items(root, "versions"))
            if (version.ValueKind == JsonValueKind.String)
                yield return ("", version.GetString()!);
        foreach (var group in Items(root, "groups"))
        {
            var name = Text(group, "name") ?? "";
            var preferred = group.TryGetProperty("preferredVersion", out var p) ? Text(p, "version") : null;
            var versions = Items(group, "versions").Select(v => Text(v, "version")).OfType<string>();
            foreach (var version in versions.OrderByDescending(v => v == preferred))
                yield return (name, version);
        }
    }

    private async Task AddPlainAsync(IReadOnlyList<(string Group, string Version)> versions, List<ApiResource> resources,
        List<string> stale, CancellationToken ct)
    {
        var lists = await Task.WhenAll(versions.Select(v => PlainAsync(v.Group, v.Version, ct)));
        foreach (var (list, version) in lists.Zip(versions))
        {
            if (list is null)
                stale.Add(version.Group);
            else
                resources.AddRange(list);
        }
    }

    /// <summary>Null when the group's own server does not answer: the others' kinds are still good.</summary>
    private async Task<IReadOnlyList<ApiResource>?> PlainAsync(string group, string version, CancellationToken ct)
    {
        try
        {
            var path = group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";
            using var document = Parse(await sender.SendAsync(HttpMethod.Get, path, new(), ct));
            return [.. OfPlain(group, version, document.RootElement)];
        }
        catch (KubernetesException e) when (e.Failure.StatusCode >= 400)
        {
            return null;
        }
    }

    internal static IEnumerable<ApiResource> OfPlain(string group, string version, JsonElement list)
    {
        foreach (var resource in Items(list, "resources"))
        {
            if (Text(resource, "name") is not { } plural || Text(resource, "kind") is not { } kind || plural.Contains('/', StringComparison.Ordinal))
                continue;
            yield return new()
            {
                Group = group,
                Version = version,
                Kind = kind,
                Plural = plural,
                Namespaced = resource.TryGetProperty("namespaced", out var n) && n.ValueKind == JsonValueKind.True,
                Verbs = [.. Items(resource, "verbs").Select(v => v.GetString() ?? "")],
            };
        }
    }

    private static JsonDocument Parse(Answer answer)
    {
        try
        {
            return JsonDocument.Parse(answer.Body);
        }
        catch (JsonException e)
        {
            throw Unreadable.Answer("discovery", e);
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
