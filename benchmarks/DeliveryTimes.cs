using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Platform.Local;
using Platform.Local.Clusters;
using Platform.Local.Delivery;
using Platform.Local.Distributed;
using Platform.Local.Embedded;

namespace Platform.Benchmarks;

/// <summary>
/// From the POST of an Application to its answer, to the last of three sandbox clusters applied, to healthy everywhere: one after the
/// other, told by the event stream. Sandbox Pods are ready 200 ms after they are made, which is in the last figure.
/// </summary>
internal static class DeliveryTimes
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static async Task RunAsync(bool distributed, int count)
    {
        var options = new LocalOptions
        {
            DataDirectory = Directory.CreateTempSubdirectory("platform-benchmark-").FullName,
            Port = FreePorts.Take(1)[0],
            Distributed = distributed,
        };
        await using var fleet = await SandboxClusters.StartAsync(3, options.DataDirectory);
        await using IRunningPlatform platform = distributed
            ? await DistributedPlatform.StartAsync(options, Servers.FromEnvironment(options), Clock, CancellationToken.None)
            : await EmbeddedPlatform.StartAsync(options, CancellationToken.None);
        using var gateway = new GatewayClient(platform.Gateway, platform.AdminKey);
        await SandboxClusters.RegisterAsync(fleet, gateway, CancellationToken.None);

        // The first ones pay for compilation and connections.
        for (var i = 0; i < 3; i++)
            await DeliverAsync(platform, gateway, $"warm-{i}");

        var times = new List<(double Answered, double Applied, double Healthy)>();
        for (var i = 0; i < count; i++)
            times.Add(await DeliverAsync(platform, gateway, $"timed-{i}"));

        Console.WriteLine($"{(distributed ? "distributed" : "embedded")}, {count} deliveries of one webservice (Deployment and Service) to 3 clusters, ms:");
        Console.WriteLine($"  {"",-22} {"min",8} {"median",8} {"max",8}");
        Print("answered", times.Select(time => time.Answered));
        Print("last cluster applied", times.Select(time => time.Applied));
        Print("healthy everywhere", times.Select(time => time.Healthy));
    }

    private static void Print(string name, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        Console.WriteLine($"  {name,-22} {sorted[0],8:0} {sorted[sorted.Length / 2],8:0} {sorted[^1],8:0}");
    }

    private static async Task<(double Answered, double Applied, double Healthy)> DeliverAsync(IRunningPlatform platform, GatewayClient gateway, string name)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(platform.Gateway, $"/api/v1/events?subject=default/{name}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", platform.AdminKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var stream = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());

        var began = Clock.GetTimestamp();
        await gateway.SendYamlAsync(HttpMethod.Post, "namespaces/default/applications", Document(name), CancellationToken.None);
        var answered = Clock.GetElapsedTime(began);
        var applied = TimeSpan.Zero;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal))
                continue;
            switch (JsonNode.Parse(line[5..])!["type"]!.ToString())
            {
                case "platform.deploy.v1.cluster-applied":
                    applied = Clock.GetElapsedTime(began);
                    break;
                case "platform.deploy.v1.rollout-succeeded":
                    return (answered.TotalMilliseconds, applied.TotalMilliseconds, Clock.GetElapsedTime(began).TotalMilliseconds);
                case "platform.deploy.v1.rollout-failed":
                    throw new DeliveryException($"{name} failed: {line}");
            }
        }

        throw new DeliveryException("The event stream ended.");
    }

    private static string Document(string name) => $"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata:
          name: {name}
        spec:
          components:
            - name: {name}
              type: webservice
              properties:
                image: "nginx:1.25"
                ports:
                  - port: 80
                    expose: true
          policies:
            - name: all
              type: topology
              properties:
                clusterLabelSelector: {"{}"}
        """;
}
