using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Platform.Kubernetes;
using Platform.Local;
using Platform.Local.Clusters;
using Platform.Local.Delivery;
using Platform.Local.Distributed;
using Platform.Local.Embedded;
using Platform.Sandbox;

namespace Platform.Benchmarks;

/// <summary>
/// One application of five objects to many sandbox clusters of some latency: from the POST to the last cluster applied, beside a bare loop of
/// server-side applies over the same clusters with as many requests in flight; and the same with a fifth of the clusters hanging.
/// </summary>
internal static class RolloutScale
{
    private const int Workers = 32;
    private const int ObjectsAtOnce = 4;
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static async Task RunAsync(IReadOnlyList<int> counts, TimeSpan latency)
    {
        Console.WriteLine($"1 application × 5 objects, clusters of {latency.TotalMilliseconds:0} ms latency, {Workers} clusters at once, ms:");
        Console.WriteLine($"  {"clusters",8} {"answered",9} {"applied",9} {"bare",9} {"ratio",6} {"CPU/cluster",12} {"bare CPU",9} {"messages/cluster",17}");
        foreach (var count in counts)
            await RunAsync(count, latency, hanging: 0);
        if (counts[^1] >= 10)
            await RunAsync(counts[^1], latency, hanging: counts[^1] / 5);
    }

    private static async Task RunAsync(int count, TimeSpan latency, int hanging)
    {
        var data = Directory.CreateTempSubdirectory("platform-benchmark-").FullName;
        var options = new LocalOptions { DataDirectory = data, Port = FreePorts.Take(1)[0] };
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions
        {
            SharedPort = true,
            Clusters = [.. Enumerable.Range(0, count).Select(index => new SandboxClusterOptions { Name = $"c{index}", Labels = new Dictionary<string, string> { ["region"] = "east" } })],
        });
        await using var platform = await EmbeddedPlatform.StartAsync(options, CancellationToken.None);
        using var gateway = new GatewayClient(platform.Gateway, platform.AdminKey);
        await SandboxClusters.RegisterAsync(fleet, gateway, CancellationToken.None);
        // The first one pays for compilation, connections and discovery.
        await RollOutAsync(platform, gateway, "warm", count);
        foreach (var cluster in fleet.Clusters)
            cluster.Faults.Settings = cluster.Faults.Settings with { LatencyMilliseconds = latency.TotalMilliseconds };
        foreach (var cluster in fleet.Clusters.Take(hanging))
            cluster.Faults.Hanging = true;

        using var messages = new MessageCount();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var (answered, applied) = await RollOutAsync(platform, gateway, "timed", count - hanging);
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var sent = messages.Value;
        cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var bare = await BareAsync(fleet.Clusters.Skip(hanging));
        var bareUsed = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var done = count - hanging;
        Console.WriteLine(
            $"  {(hanging > 0 ? $"{done}+{hanging}" : $"{done}"),8} {answered.TotalMilliseconds,9:0} {applied.TotalMilliseconds,9:0} {bare.TotalMilliseconds,9:0} "
            + $"{applied / bare,6:0.00} {used.TotalMilliseconds / done,12:0.0} {bareUsed.TotalMilliseconds / done,9:0.0} {(double)sent / done,17:0.0}");
        foreach (var cluster in fleet.Clusters)
            cluster.Faults.Clear();
    }

    private static async Task<(TimeSpan Answered, TimeSpan Applied)> RollOutAsync(EmbeddedPlatform platform, GatewayClient gateway, string name, int clusters)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(platform.Gateway, $"/api/v1/events?subject=default/{name}&type=platform.deploy.v1.cluster-applied"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", platform.AdminKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var stream = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        var began = Clock.GetTimestamp();
        await gateway.SendYamlAsync(HttpMethod.Post, "namespaces/default/applications", Document(name), CancellationToken.None);
        var answered = Clock.GetElapsedTime(began);
        var applied = new HashSet<string>();
        while (applied.Count < clusters && await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
                applied.Add(JsonNode.Parse(line[5..])!["data"]!["cluster"]!.ToString());
        }

        return (answered, Clock.GetElapsedTime(began));
    }

    /// <summary>What a script would do that knows the objects already: nothing is recorded, watched or told.</summary>
    private static async Task<TimeSpan> BareAsync(IEnumerable<SandboxCluster> clusters)
    {
        await using var clients = new ClusterClients(policy: new() { AllowLoopback = true });
        var opened = clusters.Select(cluster => clients.Get(cluster.Name, cluster.KubeconfigText)).ToList();
        await Parallel.ForEachAsync(opened, async (client, ct) => await client.DiscoverAsync(ct));
        var began = Clock.GetTimestamp();
        await Parallel.ForEachAsync(opened, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (client, ct) =>
            await Parallel.ForEachAsync(Enumerable.Range(0, 5), new ParallelOptions { MaxDegreeOfParallelism = ObjectsAtOnce, CancellationToken = ct }, async (index, token) =>
            {
                var result = await client.ApplyAsync(Manifest($"bare-{index}"), ct: token);
                if (!result.Succeeded)
                    throw new DeliveryException(result.Failure.ToString());
            }));
        return Clock.GetElapsedTime(began);
    }

    private static JsonObject Manifest(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = "bare" } },
        ["data"] = new JsonObject { ["key"] = "value" },
    };

    private static string Document(string name)
    {
        var objects = Enumerable.Range(0, 5).Select(index => $"            - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}-{index}}}, data: {{key: value}}}}");
        return $$$"""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: {{{name}}}}
            spec:
              components:
                - name: {{{name}}}
                  type: k8s-objects
                  properties:
                    objects:
            {{{string.Join('\n', objects)}}}
              policies:
                - {name: all, type: topology, properties: {clusterLabelSelector: {region: east}, namespace: default}}
            """;
    }
}
