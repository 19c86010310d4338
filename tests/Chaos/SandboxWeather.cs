using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox;

namespace Platform.Chaos.Tests;

/// <summary>What is wrong with sandbox clusters at the moment, told to their admin API: one of them changes now and then.</summary>
internal sealed class SandboxWeather(SandboxFleet fleet, Random random) : IDisposable
{
    private static readonly string[] Kinds =
    [
        "{}", "{}",
        """{"outage":true}""",
        """{"hanging":true}""",
        """{"errors":[{"rate":0.4,"code":429,"retryAfterSeconds":1}]}""",
        """{"errors":[{"rate":0.4,"code":500}]}""",
        """{"errors":[{"rate":0.3,"code":503,"verbs":["patch","delete"]}],"latencyMilliseconds":100}""",
    ];

    private readonly HttpClient http = new();

    /// <summary>How often it changed.</summary>
    public int Changes { get; private set; }

    public async Task ChangeAsync()
    {
        var cluster = fleet.Clusters[random.Next(fleet.Clusters.Count)].Name;
        // Connections are cut by an outage that is over at once.
        if (random.Next(4) == 0)
            await SetAsync(cluster, """{"outage":true}""");
        await SetAsync(cluster, Kinds[random.Next(Kinds.Length)]);
        Changes++;
    }

    public async Task ClearAsync()
    {
        foreach (var cluster in fleet.Clusters)
            await SetAsync(cluster.Name, "{}");
    }

    public void Dispose() => http.Dispose();

    private async Task SetAsync(string cluster, string faults)
    {
        using var answer = await http.PutAsJsonAsync(new Uri($"{fleet.AdminUrl}/sandbox/v1/clusters/{cluster}/faults"), JsonNode.Parse(faults));
        answer.EnsureSuccessStatusCode();
    }
}
