using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>Server-side apply of single objects, with the few cases where one request is not the whole of it.</summary>
internal sealed class Applier(ClusterClient client, RequestSender sender, DiscoveryCache discovery, ClusterClientOptions options, TimeProvider time)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public async Task<ApplyResult> ApplyAsync(JsonObject manifest, string? defaultNamespace, ApplyOptions apply, CancellationToken ct)
    {
        var key = ObjectKey.Of(manifest);
        try
        {
            if (Incomplete(key) is { } incomplete)
                return new() { Key = key, Failure = incomplete };
            if (await discovery.FindAsync(key.ApiVersion, key.Kind, ct) is not { } resource)
                return new() { Key = key, Failure = UnknownKind(key) };
            key = key with { Namespace = resource.Namespaced ? key.Namespace ?? defaultNamespace ?? client.Namespace ?? "default" : null };
            return await ApplyAsync(manifest, key, resource, apply, ct);
        }
        catch (KubernetesException e)
        {
            return new() { Key = key, Failure = e.Failure };
        }
    }

    private async Task<ApplyResult> ApplyAsync(JsonObject manifest, ObjectKey key, ApiResource resource, ApplyOptions apply, CancellationToken ct)
    {
        var warnings = new List<string>();
        var body = JsonSerializer.SerializeToUtf8Bytes(Prepared(manifest, key, warnings), Plain);
        try
        {
            if (apply is { RecreateAnyway: true, DryRun: false })
                return await RecreateAsync(body, key, resource, apply, warnings, "a field changed that changes so", ct);
            var result = await PatchAsync(body, key, resource, apply, warnings, ct);
            if (key.Kind == "CustomResourceDefinition" && !apply.DryRun)
                return await EstablishedAsync(result, ct);
            return result;
        }
        catch (KubernetesException e) when (e.Failure.StatusCode == 404 && e.Failure.Fields.Count == 0 && IsUnknownResource(e.Failure))
        {
            // Discovery was older than the cluster: the kind is gone or moved.
            discovery.Invalidate();
            return await discovery.FindAsync(key.ApiVersion, key.Kind, ct) is { } moved
                ? await PatchAsync(body, key, moved, apply, warnings, ct)
                : new() { Key = key, Failure = UnknownKind(key) };
        }
        catch (KubernetesException e) when (IsFrozenJob(e.Failure, key) && !apply.DryRun)
        {
            return await ReplaceJobAsync(body, key, resource, apply, warnings, e.Failure, ct);
        }
        catch (KubernetesException e) when (IsImmutable(e.Failure) && !apply.DryRun && e.Failure.Fields.All(f => apply.Recreate.Any(field => Covers(field, f.Field))))
        {
            return await RecreateAsync(body, key, resource, apply, warnings, string.Join(", ", e.Failure.Fields.Select(f => f.Field)) + " can't change", ct);
        }
    }

    private async Task<ApplyResult> RecreateAsync(byte[] body, ObjectKey key, ApiResource resource, ApplyOptions apply, List<string> warnings, string why, CancellationToken ct)
    {
        if ((await client.GetAsync(key, ct))?["metadata"]?["uid"]?.ToString() is { } uid)
        {
            await client.DeleteAsync(key, DeletePropagation.Background, uid, ct);
            await GoneAsync(key, uid, ct);
        }

        warnings.Add($"{key} was deleted and made again: {why}");
        return await PatchAsync(body, key, resource, apply with { ReplaceVersion = null }, warnings, ct) with { Recreated = true, Changed = true };
    }

    private async Task<ApplyResult> PatchAsync(byte[] body, ObjectKey key, ApiResource resource, ApplyOptions apply, List<string> warnings, CancellationToken ct)
    {
        var path = $"{client.PathOf(resource, key)}?fieldManager={Uri.EscapeDataString(apply.FieldManager)}"
            + (apply is { Force: true, ReplaceVersion: null } ? "&force=true" : "") + (apply.DryRun ? "&dryRun=All" : "");
        var answer = apply.ReplaceVersion is { } version
            ? await sender.SendAsync(HttpMethod.Put, path, new() { Body = WithVersion(body, version), ImpersonateUser = apply.ImpersonateUser }, ct)
            : await sender.SendAsync(HttpMethod.Patch, path,
                new() { Body = body, ContentType = "application/apply-patch+yaml", ImpersonateUser = apply.ImpersonateUser }, ct);
        var metadata = Metadata(answer, key);
        return new()
        {
            Key = key,
            Resource = resource.Plural,
            Uid = metadata.Uid,
            ResourceVersion = metadata.ResourceVersion,
            Generation = metadata.Generation,
            Doubtful = answer.Doubtful,
            Created = answer.StatusCode == 201,
            Changed = answer.StatusCode == 201 || metadata.ResourceVersion != apply.KnownResourceVersion,
            Warnings = [.. warnings, .. answer.Warnings],
            Live = apply.KeepObject || apply.DryRun ? ClusterClient.Object(answer, key.ToString()) : null,
        };
    }

    /// <summary>A CustomResourceDefinition is of use only once its kind is served; until then the next object would meet a 404.</summary>
    private async Task<ApplyResult> EstablishedAsync(ApplyResult applied, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var live = await client.GetAsync(applied.Key, ct);
            if (Condition(live, "Established") == "True")
                break;
            if (time.GetElapsedTime(started) > options.EstablishTimeout)
                return applied with
                {
                    Failure = new()
                    {
                        StatusCode = 0,
                        Reason = FailureReasons.NotEstablished,
                        Message = $"{applied.Key} is not established after {options.EstablishTimeout.TotalSeconds:0} s"
                            + (ConditionMessage(live, "NamesAccepted") is { } names ? $": {names}" : ""),
                        Retryable = true,
                    },
                };
            await Task.Delay(Poll, time, ct);
        }
        discovery.Invalidate();
        return applied;
    }

    private async Task<ApplyResult> ReplaceJobAsync(byte[] body, ObjectKey key, ApiResource resource, ApplyOptions apply,
        List<string> warnings, KubernetesFailure frozen, CancellationToken ct)
    {
        var live = await client.GetAsync(key, ct);
        if (live is not null && Condition(live, "Complete") != "True" && Condition(live, "Failed") != "True")
            return new()
            {
                Key = key,
                Resource = resource.Plural,
                Failure = frozen with
                {
                    Reason = FailureReasons.JobRunning,
                    Message = $"{key} still runs, and a Job's template can't change until it has ended",
                    Retryable = true,
                },
            };
        return await RecreateAsync(body, key, resource, apply, warnings, "it had ended with another template", ct);
    }

    private async Task GoneAsync(ObjectKey key, string uid, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (await client.GetAsync(key, ct) is { } live && live["metadata"]?["uid"]?.ToString() == uid)
        {
            if (time.GetElapsedTime(started) > options.EstablishTimeout)
                throw new KubernetesException(new()
                {
                    StatusCode = 0,
                    Reason = FailureReasons.Timeout,
                    Message = $"{key} was deleted to be made again but is still there (finalizers?)",
                    Retryable = true,
                });
            await Task.Delay(Poll, time, ct);
        }
    }

    /// <summary>The manifest as it is sent: no namespace on cluster-scoped kinds, no status, no duplicate keys. The given one stays as it is.</summary>
    private static JsonObject Prepared(JsonObject manifest, ObjectKey key, List<string> warnings)
    {
        var stray = key.Namespace is null && manifest["metadata"] is JsonObject metadata && metadata.ContainsKey("namespace");
        if (!stray && !KeyedLists.HasDuplicates(manifest))
            return manifest;
        var copy = (JsonObject)manifest.DeepClone();
        if (stray)
            ((JsonObject)copy["metadata"]!).Remove("namespace");
        KeyedLists.RemoveDuplicates(copy, key, warnings);
        return copy;
    }

    private static byte[] WithVersion(byte[] body, string version)
    {
        var manifest = JsonNode.Parse(body)!;
        manifest["metadata"]!["resourceVersion"] = version;
        return JsonSerializer.SerializeToUtf8Bytes(manifest, Plain);
    }

    private static AppliedMetadata Metadata(Answer answer, ObjectKey key)
    {
        try
        {
            return AppliedMetadata.Read(answer.Body);
        }
        catch (JsonException e)
        {
            throw Unreadable.Answer(key.ToString(), e);
        }
    }

    private static bool IsUnknownResource(KubernetesFailure failure) =>
        failure.Message.Contains("the server could not find the requested resource", StringComparison.Ordinal)
        || failure.Message.Contains("404 page not found", StringComparison.Ordinal);

    private static bool IsFrozenJob(KubernetesFailure failure, ObjectKey key) =>
        key.Kind == "Job" && IsImmutable(failure);

    private static bool IsImmutable(KubernetesFailure failure) =>
        failure.StatusCode == 422 && failure.Fields.Count > 0
        && failure.Fields.All(f => f.Message.Contains("field is immutable", StringComparison.Ordinal) || f.Message.Contains("may not change once set", StringComparison.Ordinal)
            || f.Message.Contains("updates to statefulset spec for fields other than", StringComparison.Ordinal));

    private static bool Covers(string given, string field) => field == given || field.StartsWith(given + ".", StringComparison.Ordinal) || given.StartsWith(field + ".", StringComparison.Ordinal);

    private static KubernetesFailure? Incomplete(ObjectKey key)
    {
        var missing = key.ApiVersion.Length == 0 ? "apiVersion" : key.Kind.Length == 0 ? "kind" : key.Name.Length == 0 ? "metadata.name" : null;
        return missing is null ? null : new()
        {
            StatusCode = 0,
            Reason = FailureReasons.InvalidDocument,
            Message = $"The object has no {missing}",
            Retryable = false,
        };
    }

    private KubernetesFailure UnknownKind(ObjectKey key) => UnknownKind(client.Cluster, key);

    internal static KubernetesFailure UnknownKind(string cluster, ObjectKey key) => new()
    {
        StatusCode = 404,
        Reason = FailureReasons.UnknownKind,
        Message = $"Cluster {cluster} does not know {key.Kind} ({key.ApiVersion}); is its CustomResourceDefinition installed there?",
        Retryable = false,
    };

    private static string? Condition(JsonObject? live, string type) => ConditionOf(live, type)?["status"]?.ToString();

    private static string? ConditionMessage(JsonObject? live, string type) => ConditionOf(live, type)?["message"]?.ToString();

    private static JsonNode? ConditionOf(JsonObject? live, string type) =>
        (live?["status"]?["conditions"] as JsonArray)?.FirstOrDefault(c => c?["type"]?.ToString() == type);
}
