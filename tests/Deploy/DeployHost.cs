using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Deploy.Tests;

/// <summary>The Deploy service, clusters of the test's own, Status played by the test, and everything that was said.</summary>
internal sealed class DeployHost : IAsyncDisposable
{
    internal const string Applications = "namespaces/default/applications";
    private readonly List<TestCluster> clusters = [];
    private readonly DataFolder data;
    private readonly (string, string)[] settings;

    private DeployHost(DataFolder data, (string, string)[] settings) => (this.data, this.settings) = (data, settings);

    internal ServiceHost Service { get; private set; } = null!;

    internal FakeStatus Status { get; } = new();

    internal Heard Heard { get; } = new();

    internal string DataPath => data.Path;

    internal TestCluster this[string name] => clusters.First(cluster => cluster.Name == name);

    /// <summary>Starts with clusters registered; a name that begins with east or west has that region.</summary>
    internal static async Task<DeployHost> StartAsync(string[] names, params (string Key, string Value)[] settings)
    {
        var host = new DeployHost(new DataFolder(), settings);
        await host.StartServiceAsync();
        foreach (var name in names)
            await host.AddClusterAsync(name);
        return host;
    }

    internal async Task<TestCluster> AddClusterAsync(string name, JsonObject? more = null)
    {
        var cluster = await TestCluster.StartAsync(name);
        clusters.Add(cluster);
        var body = more ?? [];
        body["kubeconfig"] = cluster.Kubeconfig;
        body["labels"] ??= new JsonObject { ["region"] = name.Split('-')[0] };
        var answer = await PutAsync($"clusters/{name}", body);
        answer.Status.ShouldBe(201, answer.Text);
        return cluster;
    }

    /// <summary>The process ends, and comes again on the same data.</summary>
    internal async Task RestartAsync()
    {
        await Service.DisposeAsync();
        await StartServiceAsync();
    }

    internal Task<ServiceHost.Answer> PutAsync(string path, JsonNode body, Role role = Role.Infra) => Service.SendAsync(HttpMethod.Put, path, body.ToJsonString(), role);

    internal Task<ServiceHost.Answer> PostAsync(string path, string? body = null) => Service.SendAsync(HttpMethod.Post, path, body, Role.Operator);

    internal Task<ServiceHost.Answer> SubmitAsync(string yaml, string query = "") =>
        Service.SendAsync(HttpMethod.Post, Applications + query, yaml, Role.Operator, "application/yaml");

    /// <summary>Submits what is accepted, and returns the rollout's path.</summary>
    internal async Task<string> RollOutAsync(string yaml)
    {
        var answer = await SubmitAsync(yaml);
        answer.Status.ShouldBe(202, answer.Text);
        return answer.Location!["/api/v1/".Length..];
    }

    internal async Task<JsonNode> GetAsync(string path)
    {
        var answer = await Service.GetAsync(path);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json;
    }

    internal async Task<JsonNode> PhaseAsync(string rollout, string phase)
    {
        JsonNode? last = null;
        await Wait.UntilAsync($"{phase}", async () => (last = await GetAsync(rollout))["phase"]!.ToString() == phase
            || (Ends.Contains(last["phase"]!.ToString()) ? throw new InvalidOperationException($"wanted {phase}: {last}") : false),
            seen: () => $"{last}{Environment.NewLine}{Service.Log()}");
        return last!;
    }

    internal static Dictionary<string, string> Clusters(JsonNode rollout) =>
        rollout["clusters"]!.AsArray().ToDictionary(cluster => cluster!["cluster"]!.ToString(), cluster => cluster!["phase"]!.ToString());

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        foreach (var cluster in clusters)
            await cluster.DisposeAsync();
        data.Dispose();
    }

    private static readonly string[] Ends = ["succeeded", "failed", "cancelled", "superseded", "rolledBack"];

    private async Task StartServiceAsync() => Service = await ServiceHost.StartAsync(
        "deploy", data, builder =>
        {
            builder.AddDeployService();
            builder.Services.AddSingleton(Heard);
            builder.Services.AddSingleton(Status);
            builder.AddMessaging("tests", bus =>
            {
                bus.AddConsumer<FakeStatusConsumer>();
                Heard.Hear<ApplicationSubmitted>(bus);
                Heard.Hear<RevisionCreated>(bus);
                Heard.Hear<RolloutStarted>(bus);
                Heard.Hear<RolloutStepChanged>(bus);
                Heard.Hear<RolloutSuspended>(bus);
                Heard.Hear<RolloutResumed>(bus);
                Heard.Hear<RolloutSucceeded>(bus);
                Heard.Hear<RolloutFailed>(bus);
                Heard.Hear<RolloutCancelled>(bus);
                Heard.Hear<RolloutSuperseded>(bus);
                Heard.Hear<RolloutRolledBack>(bus);
                Heard.Hear<ClusterApplied>(bus);
                Heard.Hear<ClusterApplyFailed>(bus);
                Heard.Hear<ClusterRemoved>(bus);
                Heard.Hear<ResourceRepaired>(bus);
                Heard.Hear<ClusterRegistered>(bus);
                Heard.Hear<ClusterChanged>(bus);
                Heard.Hear<ClusterUnregistered>(bus);
                Heard.Hear<ClusterCredentialsChanged>(bus);
                Heard.Hear<ApplicationDeleted>(bus);
                Heard.Hear<DefinitionInstalled>(bus);
                Heard.Hear<DefinitionRemoved>(bus);
            });
        },
        app => app.MapDeployService(),
        [("Deploy:ParkFirst", "00:00:00.1"), ("Deploy:ParkLongest", "00:00:00.5"), .. settings]);

    internal Task PackageAsync(string name, string version, string component, string image) => Service.Bus.Publish(new ApplicationPackaged
    {
        Namespace = "default",
        Application = name,
        Version = version,
        Digest = "sha256:" + version,
        Components = [new() { Component = component, Type = "webservice", Digest = "sha256:c", Images = [image] }],
    });
}
