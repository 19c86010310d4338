using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Platform.Local;
using Platform.Local.Clusters;
using Platform.Local.Delivery;
using Platform.Oci;
using Platform.Sandbox;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Harness;

/// <summary>A whole platform with three sandbox clusters (east-1, east-2, west-1), shared by the tests of a collection.</summary>
public abstract class World : IAsyncLifetime
{
    private SandboxFleet? fleet;
    private IRunningPlatform? platform;
    private Api? api;

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public virtual IReadOnlyList<string> ClusterNames { get; } = ["east-1", "east-2", "west-1"];

    internal string DataDirectory { get; } = Directory.CreateTempSubdirectory("platform-e2e-").FullName;

    /// <summary>Repositories below it may be fetched.</summary>
    internal string SourceFolder => Directory.CreateDirectory(Path.Combine(DataDirectory, "sources")).FullName;

    internal Uri Gateway => platform!.Gateway;

    internal string AdminKey => platform!.AdminKey;

    internal Api Api => api!;

    /// <summary>Settings of the services, by their configuration keys.</summary>
    private protected virtual Dictionary<string, string> Settings => new() { ["Deploy:SourceFolders:0"] = SourceFolder };

    internal abstract Task<IRunningPlatform> StartPlatformAsync();

    public virtual async ValueTask InitializeAsync()
    {
        fleet = await SandboxClusters.StartAsync(ClusterNames.Count, DataDirectory);
        platform = await StartPlatformAsync();
        api = new Api(Gateway, AdminKey);
        using var gateway = new GatewayClient(Gateway, AdminKey);
        await SandboxClusters.RegisterAsync(fleet, gateway, CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        api?.Dispose();
        await StopPlatformAsync();
        if (fleet is not null)
            await fleet.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private protected async Task StopPlatformAsync()
    {
        if (platform is not null)
            await platform.DisposeAsync();
        platform = null;
    }

    /// <summary>What the platform is, for tests that need more than its door.</summary>
    internal IRunningPlatform Platform => platform!;

    internal Task SetOutageAsync(string cluster, bool down)
    {
        fleet![cluster].Faults.Outage = down;
        return Task.CompletedTask;
    }

    /// <summary>What opens a cluster to others, past the platform.</summary>
    internal string Kubeconfig(string cluster) => fleet![cluster].KubeconfigText;

    internal SandboxFleet Fleet => fleet!;

    /// <summary>The object as the cluster has it; null when it has none.</summary>
    internal Task<JsonObject?> LiveAsync(string cluster, string resource, string @namespace, string name)
    {
        var group = resource is "deployments" ? "apps/v1" : "v1";
        return Task.FromResult(fleet![cluster].Find(group, resource, @namespace, name));
    }

    /// <summary>A small image in the platform's own artifact store.</summary>
    internal async Task PushImageAsync(string repository, string tag)
    {
        using var store = new LayoutStore(Path.Combine(DataDirectory, "artifacts"));
        await new ScratchImage { Files = [new ImageFile("/file", "content"u8.ToArray())] }.PushAsync(store, repository, tag, CancellationToken.None);
    }

    /// <summary>Every event so far about <paramref name="subject"/>, in order, once one of <paramref name="type"/> is among them.</summary>
    internal Task<List<JsonObject>> EventsUntilAsync(string subject, string type) =>
        Eventually.Get(
            async () =>
            {
                var events = await EventsAsync(subject);
                return events.Any(told => told["type"]!.ToString() == type) ? events : null;
            },
            $"{type} of {subject}");

    /// <summary>The events so far about what begins with <paramref name="subject"/>, in order; those of one type where it is given.</summary>
    internal async Task<List<JsonObject>> EventsAsync(string subject, string type = "")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Gateway, $"/api/v1/events?subject={subject}&type={type}&limit=500"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return [.. list["items"]!.AsArray().Select(item => item!.AsObject())];
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Platform.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}

internal static class Rollouts
{
    private static readonly string[] Ends = ["succeeded", "failed", "cancelled", "rolledBack", "superseded"];

    /// <summary>Waits until the rollout is in <paramref name="phase"/>; one that ended otherwise fails the test with all it says.</summary>
    internal static Task<JsonObject> RolloutAsync(this Api api, string location, string phase, TimeSpan? patience = null) =>
        Eventually.Get(
            async () =>
            {
                var answer = await api.GetAsync(location);
                if (answer.Status != HttpStatusCode.OK)
                    return null;
                var now = answer.Json["phase"]!.ToString();
                if (now != phase && Ends.Contains(now))
                    throw new ShouldAssertException($"The rollout is {now}, not {phase}: {answer.Text}");
                return now == phase ? answer.Json : null;
            },
            $"{location} to be {phase}",
            patience ?? TimeSpan.FromSeconds(90));
}
