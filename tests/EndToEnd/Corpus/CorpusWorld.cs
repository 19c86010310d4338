using System.Net;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Platform.Kubernetes;
using Platform.Tests.Support;
using Shouldly;

namespace Platform.EndToEnd.Tests.Corpus;

/// <summary>
/// A platform with the clusters that the corpus's Applications name. All of them are submitted at once when the first test asks, each in a
/// namespace of its own: many have the same names.
/// </summary>
public sealed class CorpusWorld : EmbeddedWorld
{
    private const int AtOnce = 12;

    /// <summary>Names the corpus uses, each a sandbox cluster.</summary>
    private static readonly (string Name, string Cluster, string Region)[] Clusters =
    [
        ("local", "east-1", "home"), ("cluster-worker", "east-2", "home"), ("hangzhou-1", "west-1", "hangzhou"),
        ("your-cluster", "east-3", "home"), ("anywhere", "east-4", "home"), ("hangzhou-2", "west-2", "hangzhou"),
    ];

    public override IReadOnlyList<string> ClusterNames { get; } = ["east-1", "east-2", "west-1", "east-3", "east-4", "west-2"];

    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly List<CorpusDelivery> deliveries = [];

    public override async ValueTask InitializeAsync()
    {
        if (ApplicationCorpus.Root is null)
            return;
        await base.InitializeAsync();
        foreach (var (name, cluster, region) in Clusters)
        {
            await Api.PutAsync($"clusters/{name}", new JsonObject
            {
                ["kubeconfig"] = Kubeconfig(cluster),
                ["labels"] = new JsonObject { ["region"] = region },
            });
        }

        deliveries.AddRange(ApplicationCorpus.Index().Where(row => !row.File.StartsWith("support/", StringComparison.Ordinal)).Select((row, i) => new CorpusDelivery(row.File, row.Expected, $"corpus-{i}")));
        await PrepareAsync();
        foreach (var delivery in deliveries)
            delivery.Outcome = DeliverAsync(delivery);
    }

    public override async ValueTask DisposeAsync()
    {
        if (ApplicationCorpus.Root is not null)
        {
            await CorpusTable.WriteAsync(deliveries);
            await base.DisposeAsync();
        }

        slots.Dispose();
    }

    /// <summary>What came of a file.</summary>
    internal Task<CorpusOutcome> OutcomeAsync(string file) => deliveries.Single(delivery => delivery.File == file).Outcome;

    /// <summary>What some of the Applications find on the cluster.</summary>
    private async Task PrepareAsync()
    {
        await using var clients = new ClusterClients(policy: new() { AllowLoopback = true });
        var local = clients.Get("local", Kubeconfig("east-1"));
        foreach (var delivery in deliveries)
        {
            foreach (var found in CorpusSurroundings.Of(delivery))
                (await local.ApplyAsync(found)).Failure.ShouldBeNull();
        }
    }

    private async Task<CorpusOutcome> DeliverAsync(CorpusDelivery delivery)
    {
        await slots.WaitAsync();
        string location;
        JsonArray rendered;
        try
        {
            var dry = await Api.SendYamlAsync(HttpMethod.Post, $"{delivery.Applications}?dryRun=true", delivery.Text);
            if (dry.Status != HttpStatusCode.OK)
                return new("refused", string.Join("; ", dry.Errors.Select(error => error.Detail).DefaultIfEmpty(dry.Json["detail"]!.ToString())), []);
            rendered = dry.Json["clusters"]!.AsArray();
            var submitted = await Api.SendYamlAsync(HttpMethod.Post, delivery.Applications, delivery.Text);
            if (submitted.Status != HttpStatusCode.Accepted)
                return new("refused", submitted.Text, []);
            location = submitted.Location!["/api/v1/".Length..];
        }
        finally
        {
            slots.Release();
        }

        var ended = await EndAsync(location);
        var differences = ended["phase"]!.ToString() == "succeeded" ? LiveObjects.Differences(rendered, cluster => Fleet[Clusters.First(known => known.Name == cluster).Cluster]) : [];
        return new(ended["phase"]!.ToString(), Reason(ended), differences)
        {
            Objects = rendered.Sum(cluster => cluster!["objects"]!.AsArray().Count),
            Steps = ended["steps"]!.AsArray().ToDictionary(step => step!["name"]!.ToString(), step => step!["phase"]!.ToString()),
        };
    }

    /// <summary>Waits for the end; what waits for somebody is approved.</summary>
    private async Task<JsonObject> EndAsync(string location)
    {
        while (true)
        {
            var answer = (await Api.GetAsync($"{location}?wait=30s")).Json;
            switch (answer["phase"]?.ToString())
            {
                case "succeeded" or "failed" or "cancelled" or "rolledBack" or "superseded":
                    return answer;
                case "suspended" when answer["steps"]!.AsArray().Any(step => step!["phase"]!.ToString() == "suspending" && step["message"]?.ToString() == "waits for approval" && step["deadline"] is null):
                    await Api.PostAsync($"{location}/resume");
                    break;
                default:
                    await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
                    break;
            }
        }
    }

    private static string Reason(JsonObject rollout) => string.Join("; ", rollout["steps"]!.AsArray()
        .Where(step => step!["phase"]!.ToString() is "failed").Select(step => $"{step!["name"]}: {step["reason"]}"));
}
