using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Deploy.Tests;
using Platform.Storage;

namespace Platform.Chaos.Tests;

/// <summary>
/// Many applications, revision upon revision, while clusters go away, hang, fail and throttle, and the process dies again and again. When
/// it is over every rollout has ended as it should, and on every cluster is just what the newest revision says.
/// </summary>
[Collection(Chance.OneAtATime)]
public sealed class StormTests
{
    private static readonly string[] Clusters = ["east-1", "east-2", "west-1", "west-2"];

    [Fact]
    public async Task After_the_storm_every_rollout_has_ended_and_every_cluster_has_what_it_should()
    {
        var random = new Random(Chance.Seed);
        await using var host = await DeployHost.StartAsync(Clusters, ("Deploy:Watchdog", "00:00:02"), ("Deploy:ApplyDeadline", "00:00:05"), ("Messaging:DueRepeat", "00:00:02"), ("Deploy:LateRequests", "00:00:15"));
        var weather = new Weather(host, random);
        var (applications, rollouts, deaths) = (Math.Max(4, Chance.Rollouts / 10), new List<string>(), 0);

        for (var count = 0; count < Chance.Rollouts; count++)
        {
            var application = $"app-{random.Next(applications)}";
            rollouts.Add(await SubmitAsync(host, application, count));
            weather.Change();
            if (random.Next(12) != 0)
                continue;
            using var death = Death.After(random.Next(40));
            await Task.WhenAny(death.Died, Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken));
            await Death.RestartAsync(host);
            deaths++;
        }

        weather.Clear();
        var outcomes = await EndsAsync(host, rollouts);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {Chance.Seed}: {deaths} deaths, {weather.Changes} changes of weather, {rollouts.Count} rollouts: {string.Join(", ", outcomes.GroupBy(outcome => outcome).Select(group => $"{group.Count()} {group.Key}"))}");
        await Wait.UntilAsync("what came late to be swept", async () => await host.Service.Documents<InventoryDocument>().CountAsync(
            Find<InventoryDocument>.All.WhereAtMost(known => known.SweepAt, DateTimeOffset.MaxValue), TestContext.Current.CancellationToken) == 0, seconds: 120);
        outcomes.ShouldAllBe(outcome => outcome == "succeeded" || outcome == "superseded");
        await IsAsItShouldBeAsync(host);
        ToldOnce<RolloutSucceeded>(host, ended => ended.Rollout);
        ToldOnce<RolloutSuperseded>(host, ended => ended.Rollout);
        ToldOnce<RolloutStarted>(host, started => started.Rollout);
    }

    private static async Task<string> SubmitAsync(DeployHost host, string application, int count)
    {
        // Every other revision has a component more, which the next one no longer has.
        var more = count % 2 == 0 ? "- {name: more, type: worker, properties: {image: \"m:1\"}}" : null;
        return await host.RollOutAsync(Yaml.Web(application, image: $"nginx:{count}", more: more, timeout: "5m"));
    }

    private static async Task<List<string>> EndsAsync(DeployHost host, List<string> rollouts)
    {
        var outcomes = new List<string>();
        foreach (var rollout in rollouts)
        {
            var phase = "";
            await Wait.UntilAsync($"{rollout} to end", async () =>
            {
                phase = (await host.GetAsync(rollout))["phase"]!.ToString();
                return phase is "succeeded" or "superseded" or "failed" or "cancelled" or "rolledBack";
            }, seconds: 120);
            outcomes.Add(phase);
        }

        return outcomes;
    }

    /// <summary>What is recorded is what is there, and that is what the newest revision says.</summary>
    private static async Task IsAsItShouldBeAsync(DeployHost host)
    {
        var ct = TestContext.Current.CancellationToken;
        var inventories = host.Service.Documents<InventoryDocument>();
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All.Where(known => known.Empty, false), ct))
        {
            var live = host[inventory.Cluster].Objects
                .Where(item => item.Key.Contains($"/namespaces/{inventory.Application}/", StringComparison.Ordinal))
                .ToDictionary(item => item.Value["metadata"]!["name"]!.ToString(), item => item.Value);
            var told = $"{inventory.Id}: {JsonSerializer.Serialize(inventory)}\n{string.Join('\n', host[inventory.Cluster].Writes.Where(write => write.Contains($"/namespaces/{inventory.Application}/", StringComparison.Ordinal)))}";
            live.Keys.ShouldBe(inventory.Objects.Select(item => item.Name), ignoreOrder: true, told);
            var document = await host.GetAsync($"{DeployHost.Applications}/{inventory.Application}");
            inventory.Revision.ShouldBe(document["status"]!["latestRevision"]!["revision"]!.GetValue<long>(), inventory.Id);
            var image = document["spec"]!["components"]![0]!["properties"]!["image"]!.ToString();
            ImageOf(live["web"]).ShouldBe(image, inventory.Id);
            (live.Count == 2).ShouldBe(document["spec"]!["components"]!.AsArray().Count == 2, inventory.Id);
        }
    }

    private static string? ImageOf(JsonObject deployment) => deployment["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"]?.ToString();

    /// <summary>Repeats carry the same id: whoever looks at it hears of each rollout once.</summary>
    private static void ToldOnce<T>(DeployHost host, Func<T, Guid> rollout) where T : class
    {
        foreach (var told in host.Heard.WithIds<T>().GroupBy(heard => rollout(heard.Message)))
            told.Select(heard => heard.Id).Distinct().Count().ShouldBe(1, $"{typeof(T).Name} of {told.Key}");
    }
}
