using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Faults;

/// <summary>
/// The admin API on the loopback interface: `GET /sandbox/v1/clusters`, `GET|PUT /sandbox/v1/clusters/NAME/faults`,
/// `POST /sandbox/v1/clusters/NAME/cut-watches` and `…/compact`.
/// </summary>
internal sealed class AdminApi(IReadOnlyDictionary<string, SandboxCluster> clusters)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task HandleAsync(HttpContext http)
    {
        var parts = (http.Request.Path.Value ?? "").Trim('/').Split('/');
        if (parts is not ["sandbox", "v1", "clusters", ..])
        {
            await Answers.TextAsync(http, 404, "no such path\n");
            return;
        }
        if (parts.Length == 3)
        {
            await Answers.JsonAsync(http, 200, new JsonArray([.. clusters.Values.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["url"] = c.Url })]));
            return;
        }
        if (!clusters.TryGetValue(parts[3], out var cluster))
        {
            await Answers.TextAsync(http, 404, "no such cluster\n");
            return;
        }
        await ClusterAsync(http, cluster, parts.Length > 4 ? parts[4] : "");
    }

    private static async Task ClusterAsync(HttpContext http, SandboxCluster cluster, string what)
    {
        switch (http.Request.Method, what)
        {
            case ("GET", "faults"): break;
            case ("PUT", "faults"):
                FaultSettings? settings;
                try
                {
                    settings = await JsonSerializer.DeserializeAsync<FaultSettings>(http.Request.Body, Json);
                }
                catch (JsonException e)
                {
                    await Answers.TextAsync(http, 400, e.Message + "\n");
                    return;
                }
                (settings ?? new FaultSettings()).ApplyTo(cluster.Faults);
                break;
            case ("POST", "cut-watches"): cluster.Faults.CutWatches(); break;
            case ("POST", "compact"): cluster.Compact(); break;
            default:
                await Answers.TextAsync(http, 405, "not allowed\n");
                return;
        }
        await Answers.JsonAsync(http, 200, JsonSerializer.SerializeToNode(FaultSettings.Of(cluster.Faults), Json)!);
    }
}

/// <summary>Faults as the admin API reads and writes them.</summary>
internal sealed record FaultSettings(bool Outage = false, bool Hanging = false, double LatencyMilliseconds = 0, double ErrorRate = 0, int ErrorCode = 500, string[]? ErrorVerbs = null)
{
    public void ApplyTo(ClusterFaults faults)
    {
        (faults.Outage, faults.Hanging, faults.Latency) = (Outage, Hanging, TimeSpan.FromMilliseconds(LatencyMilliseconds));
        (faults.ErrorCode, faults.ErrorVerbs, faults.ErrorRate) = (ErrorCode, ErrorVerbs ?? [], ErrorRate);
    }

    public static FaultSettings Of(ClusterFaults faults) =>
        new(faults.Outage, faults.Hanging, faults.Latency.TotalMilliseconds, faults.ErrorRate, faults.ErrorCode, [.. faults.ErrorVerbs]);
}
