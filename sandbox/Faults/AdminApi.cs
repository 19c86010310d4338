using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Platform.Sandbox.Api;
using Platform.Sandbox.Behaviour;
using Platform.Sandbox.Patching;

namespace Platform.Sandbox.Faults;

/// <summary>
/// The admin API on the loopback interface, under `/sandbox/v1/clusters`: what is wrong with a cluster, how it behaves, and what somebody
/// else does to its objects. <see cref="Help"/> lists it; it is answered at `/`.
/// </summary>
internal sealed class AdminApi(IReadOnlyDictionary<string, SandboxCluster> clusters)
{
    private const string Help = """
        GET    /sandbox/v1/clusters                      the clusters
        GET    /sandbox/v1/clusters/NAME                 one of them
        GET    /sandbox/v1/clusters/NAME/kubeconfig      of an administrator, or ?user=NAME&group=NAME of somebody else
        GET    /sandbox/v1/clusters/NAME/faults          what is wrong with it
        PUT    /sandbox/v1/clusters/NAME/faults          all of it: outage, hanging, latencyMilliseconds, latency99Milliseconds, errors
               [{rate, code, verbs, resources, retryAfterSeconds}], serverCertificateExpired, clientCertificatesExpired
        PATCH  /sandbox/v1/clusters/NAME/faults          some of it
        DELETE /sandbox/v1/clusters/NAME/faults          nothing is wrong any more
        GET    /sandbox/v1/clusters/NAME/behaviour       how quick it is and how its Pods fare
        PATCH  /sandbox/v1/clusters/NAME/behaviour       podStartMilliseconds, podStopMilliseconds, jobDurationMilliseconds,
               provisioningMilliseconds, backoffMilliseconds, loadBalancers, metrics, rules [{namespace, namePrefix, image, outcome
               (ready, broken, crash, unready, unschedulable), startMilliseconds, durationMilliseconds}]
        POST   /sandbox/v1/clusters/NAME/drift           somebody else's {action (edit, delete), apiVersion, resource, namespace, name, manager, patch}
        POST   /sandbox/v1/clusters/NAME/cut-watches     every watch connection dies
        POST   /sandbox/v1/clusters/NAME/compact         the history of changes is forgotten: older watches get 410

        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http, (http.Request.Path.Value ?? "").Trim('/').Split('/'));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or KubeException)
        {
            var code = e is KubeException refused ? refused.Code : 400;
            await Answers.JsonAsync(http, code, new JsonObject { ["error"] = e.Message });
        }
    }

    private Task RouteAsync(HttpContext http, string[] path) => path switch
    {
        [""] => Answers.TextAsync(http, 200, Help),
        ["sandbox", "v1", "clusters"] when http.Request.Method == "GET" => Answers.JsonAsync(http, 200, new JsonArray([.. clusters.Values.Select(Describe)])),
        ["sandbox", "v1", "clusters", var name, ..] when clusters.TryGetValue(name, out var cluster) => ClusterAsync(http, cluster, path.ElementAtOrDefault(4) ?? ""),
        ["sandbox", "v1", "clusters", var name, ..] => Answers.JsonAsync(http, 404, new JsonObject { ["error"] = $"there is no cluster '{name}'" }),
        _ => Answers.TextAsync(http, 404, "There is no such path.\n" + Help),
    };

    private static async Task ClusterAsync(HttpContext http, SandboxCluster cluster, string what)
    {
        JsonNode? answer = (http.Request.Method, what) switch
        {
            ("GET", "") => Describe(cluster),
            ("GET", "kubeconfig") => null,
            ("GET", "faults") => Faults(cluster),
            ("PUT", "faults") => SetFaults(cluster, await ReadAsync<FaultSettings>(http)),
            ("PATCH", "faults") => SetFaults(cluster, MergePatch.Apply(Faults(cluster), await ReadAsync<JsonObject>(http)).Deserialize<FaultSettings>(Json)!),
            ("DELETE", "faults") => SetFaults(cluster, new FaultSettings()),
            ("GET", "behaviour") => JsonSerializer.SerializeToNode(BehaviourSettings.Of(cluster.Behaviour), Json),
            ("PATCH", "behaviour") => SetBehaviour(cluster, await ReadAsync<BehaviourSettings>(http)),
            ("POST", "drift") => Happen(cluster, await ReadAsync<Drift>(http)),
            ("POST", "cut-watches") => Done(cluster.Faults.CutWatches),
            ("POST", "compact") => Done(cluster.Compact),
            _ => throw new KubeException(405, null, $"{http.Request.Method} is not for this path; GET / lists what there is"),
        };
        if (answer is not null) await Answers.JsonAsync(http, 200, answer);
        else await Answers.TextAsync(http, 200, http.Request.Query["user"].ToString() is { Length: > 0 } user ? cluster.KubeconfigFor(user, [.. http.Request.Query["group"].OfType<string>()]) : cluster.KubeconfigText);
    }

    private static JsonObject Describe(SandboxCluster cluster) =>
        new() { ["name"] = cluster.Name, ["url"] = cluster.Url, ["version"] = cluster.Inner.Options.Version, ["objects"] = cluster.Objects, ["faults"] = Faults(cluster) };

    private static JsonObject Faults(SandboxCluster cluster) => (JsonObject)JsonSerializer.SerializeToNode(cluster.Faults.Settings, Json)!;

    private static JsonObject SetFaults(SandboxCluster cluster, FaultSettings settings)
    {
        if (settings.ServerCertificateExpired && cluster.SharesPort) throw new ArgumentException("serverCertificateExpired: the cluster shares its port with others; start it on one of its own");
        cluster.Faults.Settings = settings;
        return Faults(cluster);
    }

    private static JsonNode? SetBehaviour(SandboxCluster cluster, BehaviourSettings settings)
    {
        settings.ApplyTo(cluster.Behaviour);
        return JsonSerializer.SerializeToNode(BehaviourSettings.Of(cluster.Behaviour), Json);
    }

    private static JsonObject Happen(SandboxCluster cluster, Drift drift)
    {
        if (drift.Problem() is { } problem) throw new ArgumentException(problem);
        drift.Happen(cluster);
        return [];
    }

    private static JsonObject Done(Action action)
    {
        action();
        return [];
    }

    private static async Task<T> ReadAsync<T>(HttpContext http) => await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Json, http.RequestAborted) ?? throw new ArgumentException("the body must be a JSON object");
}
