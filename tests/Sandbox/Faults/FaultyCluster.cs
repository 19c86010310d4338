using System.Net.Http.Json;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Faults;

/// <summary>A cluster and its admin API.</summary>
internal sealed class FaultyCluster : IAsyncDisposable
{
    private readonly SandboxFleet _fleet;
    private readonly HttpClient _admin;

    private FaultyCluster(SandboxFleet fleet)
    {
        _fleet = fleet;
        _admin = new HttpClient { BaseAddress = new Uri(fleet.AdminUrl + "/sandbox/v1/clusters/c/") };
        Client = Connect();
    }

    public SandboxCluster Cluster => _fleet.Clusters[0];

    public TestClient Client { get; }

    public TestClient Connect() => new(Cluster.KubeconfigText);

    public static async Task<FaultyCluster> StartAsync(bool sharedPort = false) =>
        new(await SandboxFleet.StartAsync(new SandboxOptions { SharedPort = sharedPort, Clusters = [new SandboxClusterOptions { Name = "c", Controllers = false }] }));

    public async Task<(int Code, JsonNode? Body)> AdminAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : body is string text ? new StringContent(text) : JsonContent.Create(body) };
        using var response = await _admin.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonNode>());
    }

    public async Task SetAsync(object faults)
    {
        var (code, body) = await AdminAsync("PUT", "faults", faults);
        code.ShouldBe(200, body?.ToJsonString());
    }

    /// <summary>Opens a watch of ConfigMaps; its stream is read by the test.</summary>
    public async Task<StreamReader> WatchAsync(string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/namespaces/default/configmaps?watch=true{query}") { Version = new Version(2, 0) };
        var response = await Client.SendAsync(request);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    public async Task CreateAsync(string name) =>
        (await Client.SendAsync("POST", "/api/v1/namespaces/default/configmaps", JsonNode.Parse($$$"""{"metadata":{"name":"{{{name}}}"},"data":{"a":"1"}}"""))).Code.ShouldBe(201);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _admin.Dispose();
        await _fleet.DisposeAsync();
    }
}
