using System.Text.Json.Nodes;
using Platform.Local.Delivery;
using Platform.Sandbox;

namespace Platform.Local.Clusters;

/// <summary>The clusters a newcomer gets: a Kubernetes API in this process, two thirds in the east and one third in the west.</summary>
internal static class SandboxClusters
{
    /// <summary>east-1, east-2, west-1, east-3, east-4, west-2, …: kept in the data folder from one start to the next.</summary>
    public static Task<SandboxFleet> StartAsync(int count, string dataDirectory) =>
        SandboxFleet.StartAsync(new SandboxOptions
        {
            DataDirectory = Path.Combine(dataDirectory, "sandbox"),
            Clusters = [.. Enumerable.Range(0, count).Select(Plan)],
        });

    /// <summary>Registers them as an infrastructure operator would; those already there are told what is so now.</summary>
    public static async Task RegisterAsync(SandboxFleet fleet, GatewayClient gateway, CancellationToken cancellation)
    {
        foreach (var cluster in fleet.Clusters)
        {
            var registration = new JsonObject
            {
                ["kubeconfig"] = cluster.KubeconfigText,
                ["labels"] = new JsonObject([.. cluster.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))]),
                ["parameters"] = new JsonObject { ["replicas"] = cluster.Labels["region"] == "west" ? 3 : 2 },
            };
            await gateway.PutJsonAsync($"clusters/{cluster.Name}", registration, cancellation);
        }
    }

    private static SandboxClusterOptions Plan(int index)
    {
        var region = index % 3 == 2 ? "west" : "east";
        var number = region == "west" ? (index / 3) + 1 : (index / 3 * 2) + (index % 3) + 1;
        return new SandboxClusterOptions { Name = $"{region}-{number}", Labels = new Dictionary<string, string> { ["region"] = region } };
    }
}
