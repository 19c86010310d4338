using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>
/// The API of one cluster. Made by <see cref="ClusterClients"/>, safe for many callers at once. Applying returns its failures;
/// everything else throws <see cref="KubernetesException"/>.
/// </summary>
public sealed class ClusterClient : IAsyncDisposable
{
    private static readonly TimeSpan RetireGrace = TimeSpan.FromSeconds(60);

    private const int LooksBeforeDeleting = 5;

    private readonly ClusterClientOptions _options;
    private readonly TimeProvider _time;
    private readonly RequestSender _sender;
    private readonly DiscoveryCache _discovery;
    private readonly Applier _applier;
    private readonly CancellationTokenSource _retired = new();
    private string? _kubeconfig;
    private int _disposed;

    internal ClusterClient(string cluster, ClusterAccess access, string fingerprint, ClusterClientOptions? options, TimeProvider? time)
    {
        Cluster = cluster;
        Fingerprint = fingerprint;
        Server = access.Server;
        Namespace = access.Namespace;
        _options = options ?? new();
        _time = time ?? TimeProvider.System;
        _sender = new(access, _options, _time);
        _discovery = new(new DiscoveryReader(_sender), _options, _time);
        _applier = new(this, _sender, _discovery, _options, _time);
    }

    /// <summary>The cluster's name in the platform.</summary>
    public string Cluster { get; }

    /// <summary>The API server.</summary>
    public Uri Server { get; }

    /// <summary>Namespace of its kubeconfig's context, if any.</summary>
    public string? Namespace { get; }

    /// <summary>How long it has left requests without any answer; zero when none is under way.</summary>
    public TimeSpan Silence => _sender.Silence;

    internal string Fingerprint { get; }

    /// <summary>Version of the API server; also the quickest way to ask whether it is there (one attempt).</summary>
    public async Task<ClusterVersion> GetVersionAsync(CancellationToken ct = default)
    {
        var answer = await _sender.SendAsync(HttpMethod.Get, "/version", new() { MaxAttempts = 1, Timeout = _options.ConnectTimeout * 2 }, ct);
        var version = Object(answer, "the version");
        return new(Number(version["major"]), Number(version["minor"]), version["gitVersion"]?.ToString() ?? "unknown");
    }

    /// <summary>The kinds the cluster knows, from the cache where it is fresh.</summary>
    public Task<Discovery> DiscoverAsync(CancellationToken ct = default) => _discovery.GetAsync(ct);

    /// <summary>One kind; asks the cluster anew before it says null.</summary>
    public Task<ApiResource?> FindResourceAsync(string apiVersion, string kind, CancellationToken ct = default) =>
        _discovery.FindAsync(apiVersion, kind, ct);

    /// <summary>Why an object of this kind can't be there: the cluster surely does not know it. Null when it does.</summary>
    public async Task<KubernetesFailure?> WhyUnknownAsync(ObjectKey key, CancellationToken ct = default) =>
        await ResourceOfAsync(key, ct) is null ? Applier.UnknownKind(Cluster, key) : null;

    /// <summary>
    /// Server-side apply of one manifest. A CustomResourceDefinition is waited for until it is served; a finished Job whose template
    /// changed is deleted and made again. Never throws for what the cluster or the manifest does.
    /// </summary>
    public Task<ApplyResult> ApplyAsync(JsonObject manifest, string? defaultNamespace = null, ApplyOptions? options = null, CancellationToken ct = default) =>
        _applier.ApplyAsync(manifest, defaultNamespace, options ?? new(), ct);

    /// <summary>The live object; null when it does not exist (or its kind doesn't).</summary>
    public async Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken ct = default)
    {
        if (await ResourceOfAsync(key, ct) is not { } resource)
            return null;
        var answer = await _sender.SendAsync(HttpMethod.Get, PathOf(resource, key), new() { MayBeMissing = true }, ct);
        return answer.Succeeded ? Object(answer, key.ToString()) : null;
    }

    /// <summary>
    /// Deletes an object. False when there was nothing to delete: it is gone, its kind is gone, or (with <paramref name="uid"/>) another
    /// object has its name now.
    /// </summary>
    public async Task<bool> DeleteAsync(ObjectKey key, DeletePropagation propagation = DeletePropagation.Background, string? uid = null,
        CancellationToken ct = default)
    {
        try
        {
            return await DeleteAsync(key, propagation, uid, null, ct);
        }
        catch (KubernetesException e) when (uid is not null && e.Failure.StatusCode == 409)
        {
            return false;
        }
    }

    /// <summary>
    /// Deletes an object in the version it was seen in: a request that is carried out late, when somebody has written the object again
    /// because it is wanted again, does nothing. False as above.
    /// </summary>
    /// <param name="key">The object.</param>
    /// <param name="propagation">What becomes of what belongs to it.</param>
    /// <param name="uid">Which object of that name.</param>
    /// <param name="version">The resourceVersion it was seen in; null, or one that is over, is looked up.</param>
    /// <param name="ct">The caller went away.</param>
    public async Task<bool> DeleteAsSeenAsync(ObjectKey key, DeletePropagation propagation, string uid, string? version, CancellationToken ct = default)
    {
        for (var left = LooksBeforeDeleting; ; left--)
        {
            version ??= await VersionAsync(key, uid, ct);
            if (version is null)
                return false;
            try
            {
                return await DeleteAsync(key, propagation, uid, version, ct);
            }
            catch (KubernetesException e) when (e.Failure.StatusCode == 409 && left > 0)
            {
                // A controller wrote its status meanwhile, or it is another object by now.
                version = null;
            }
        }
    }

    private async Task<bool> DeleteAsync(ObjectKey key, DeletePropagation propagation, string? uid, string? version, CancellationToken ct)
    {
        if (await ResourceOfAsync(key, ct) is not { } resource)
            return false;
        var body = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = propagation.ToString() };
        if (uid is not null)
            body["preconditions"] = version is null ? new JsonObject { ["uid"] = uid } : new JsonObject { ["uid"] = uid, ["resourceVersion"] = version };
        try
        {
            await _sender.SendAsync(HttpMethod.Delete, PathOf(resource, key), new() { Body = JsonSerializer.SerializeToUtf8Bytes(body) }, ct);
            return true;
        }
        catch (KubernetesException e) when (e.Failure.StatusCode == 404)
        {
            return false;
        }
    }

    /// <summary>The object's version now; null when it is gone, or another has its name.</summary>
    private async Task<string?> VersionAsync(ObjectKey key, string uid, CancellationToken ct) =>
        (await GetAsync(key, ct))?["metadata"] is { } metadata && metadata["uid"]?.ToString() == uid ? metadata["resourceVersion"]?.ToString() : null;

    /// <summary>Every object of a kind that fits the selectors; all namespaces when <paramref name="ns"/> is null. Paged underneath.</summary>
    public async Task<ResourceList> ListAsync(
        ApiResource resource, string? ns = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var options = new WatchOptions { Namespace = ns, LabelSelector = labelSelector, FieldSelector = fieldSelector };
        var items = new List<JsonObject>();
        string? next = null, version;
        do
        {
            var page = await ListPageAsync(resource, options, next, ct);
            items.AddRange(page.Items);
            (next, version) = (page.Continue, page.ResourceVersion);
        }
        while (next is not null);
        return new(items, version);
    }

    /// <summary>
    /// Lists, then watches, for as long as it is read: it resumes after a break where it was, lists anew when that is too long ago, and
    /// tells of every interruption. Ends when the client is replaced. Nothing is read ahead of the reader, so memory stays bounded.
    /// </summary>
    public IAsyncEnumerable<WatchEvent> WatchAsync(ApiResource resource, WatchOptions? options = null, CancellationToken ct = default) =>
        new Watcher(this, _sender, _options, _time, resource, options ?? new()).ReadAsync(_retired.Token, ct);

    /// <summary>What our account, or the impersonated one, may do in a namespace: SelfSubjectRulesReview.</summary>
    public async Task<AccessRules> RulesAsync(string ns, string? impersonate = null, CancellationToken ct = default)
    {
        var review = new JsonObject
        {
            ["kind"] = "SelfSubjectRulesReview",
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["spec"] = new JsonObject { ["namespace"] = ns },
        };
        var answer = await _sender.SendAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
            new() { Body = JsonSerializer.SerializeToUtf8Bytes(review), ImpersonateUser = impersonate }, ct);
        return new(Object(answer, "a rules review")["status"]);
    }

    /// <summary>
    /// Merges a patch (RFC 7396) into an object, and returns what came of it. With a <c>metadata.resourceVersion</c> in the patch it fails as
    /// a conflict when somebody was quicker.
    /// </summary>
    public async Task<JsonObject> MergeAsync(ObjectKey key, JsonObject patch, string fieldManager, CancellationToken ct = default)
    {
        if (await ResourceOfAsync(key, ct) is not { } resource)
            throw new KubernetesException(Applier.UnknownKind(Cluster, key));
        var answer = await _sender.SendAsync(HttpMethod.Patch, $"{PathOf(resource, key)}?fieldManager={Uri.EscapeDataString(fieldManager)}",
            new() { Body = JsonSerializer.SerializeToUtf8Bytes(patch), ContentType = "application/merge-patch+json" }, ct);
        return Object(answer, key.ToString());
    }

    /// <summary>Whether our account may do something: SelfSubjectAccessReview.</summary>
    public async Task<bool> MayAsync(string verb, ApiResource resource, string? ns = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var review = new JsonObject
        {
            ["kind"] = "SelfSubjectAccessReview",
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["spec"] = new JsonObject
            {
                ["resourceAttributes"] = new JsonObject { ["verb"] = verb, ["group"] = resource.Group, ["resource"] = resource.Plural, ["namespace"] = ns },
            },
        };
        var answer = await _sender.SendAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            new() { Body = JsonSerializer.SerializeToUtf8Bytes(review) }, ct);
        return Object(answer, "an access review")["status"]?["allowed"]?.GetValue<bool>() ?? false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _retired.CancelAsync();
        _sender.Dispose();
        _discovery.Dispose();
        _retired.Dispose();
    }

    internal bool Matches(string kubeconfig) => kubeconfig == Volatile.Read(ref _kubeconfig);

    internal void RememberKubeconfig(string kubeconfig) => Volatile.Write(ref _kubeconfig, kubeconfig);

    /// <summary>Ends the watches, lets what is under way finish, then closes.</summary>
    internal async Task RetireAsync()
    {
        await _retired.CancelAsync();
        var started = _time.GetTimestamp();
        while (!_sender.Idle && _time.GetElapsedTime(started) < RetireGrace)
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
        await DisposeAsync();
    }

    internal async Task<ListPage> ListPageAsync(ApiResource resource, WatchOptions options, string? next, CancellationToken ct)
    {
        var query = $"?limit=500{Selectors(options)}{(next is null ? "" : "&continue=" + Uri.EscapeDataString(next))}";
        var list = Object(await _sender.SendAsync(HttpMethod.Get, resource.Path(options.Namespace) + query, new(), ct), resource.Plural);
        var items = (list["items"] as JsonArray)?.OfType<JsonObject>().Select(i => i.Completed(resource, options.KeepManagedFields)).ToList() ?? [];
        var metadata = list["metadata"];
        return new(items, metadata?["resourceVersion"]?.ToString() ?? "", metadata?["continue"]?.ToString() is { Length: > 0 } more ? more : null);
    }

    internal static string Selectors(WatchOptions options) =>
        (options.LabelSelector is { } label ? "&labelSelector=" + Uri.EscapeDataString(label) : "")
        + (options.FieldSelector is { } field ? "&fieldSelector=" + Uri.EscapeDataString(field) : "");

    internal string PathOf(ApiResource resource, ObjectKey key) =>
        resource.Path(resource.Namespaced ? key.Namespace ?? Namespace ?? "default" : null, key.Name);

    internal static JsonObject Object(Answer answer, string what)
    {
        try
        {
            return JsonNode.Parse(answer.Body) as JsonObject ?? throw Unreadable.Answer(what);
        }
        catch (JsonException e)
        {
            throw Unreadable.Answer(what, e);
        }
    }

    /// <summary>Null only when the cluster surely does not know the kind: a group whose server is down may still hold the object.</summary>
    private async Task<ApiResource?> ResourceOfAsync(ObjectKey key, CancellationToken ct)
    {
        if (await _discovery.FindAsync(key.ApiVersion, key.Kind, ct) is { } resource)
            return resource;
        var group = key.ApiVersion.Contains('/', StringComparison.Ordinal) ? key.ApiVersion[..key.ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
        if ((await _discovery.GetAsync(ct)).StaleGroups.Contains(group))
            throw new KubernetesException(new()
            {
                StatusCode = 503,
                Reason = "ServiceUnavailable",
                Message = $"The API group {group} does not answer on {Cluster}, so nothing is known of {key}",
                Retryable = true,
            });
        return null;
    }

    private static int Number(JsonNode? node) =>
        int.TryParse(new string([.. (node?.ToString() ?? "").TakeWhile(char.IsAsciiDigit)]), out var number) ? number : 0;
}
