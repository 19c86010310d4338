using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Deploy.Applying;
using Platform.EndToEnd.Tests.Harness;
using Platform.Storage;

namespace Platform.Chaos.Tests;

/// <summary>
/// The same with real processes: Deploy's are killed (kill -9) and come again, RabbitMQ and the store are restarted, sandbox clusters go
/// away, hang, fail, throttle and cut connections, messages come twice and out of order.
/// </summary>
[Collection(Chance.OneAtATime)]
public sealed class DistributedStormTests : IClassFixture<StormyWorld>
{
    private static readonly string[] Ends = ["succeeded", "failed", "cancelled", "rolledBack", "superseded"];

    private readonly StormyWorld world;

    public DistributedStormTests(StormyWorld world)
    {
        DistributedWorld.SkipIfUnavailable();
        this.world = world;
    }

    [Fact]
    public async Task After_a_storm_over_real_processes_every_rollout_has_ended_and_every_cluster_has_what_it_should()
    {
        var random = new Random(Chance.Seed);
        using var weather = new SandboxWeather(world.Fleet, random);
        var echo = new Echo(world.Broker, random);
        await echo.ListenAsync();
        var storm = new DistributedStorm(world, random, echo, weather, Chance.DistributedRollouts);

        await storm.RageAsync();
        await storm.CalmAsync();

        var ended = new List<JsonObject>();
        foreach (var rollout in storm.Rollouts)
            ended.Add(await EndAsync(rollout));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {Chance.Seed}: {storm.Kills} kills, {storm.BrokerRestarts} restarts of the broker, {storm.StoreRestarts} of the store, {weather.Changes} changes of weather, {echo.Repeats} repeated messages, "
            + $"{ended.Count} rollouts: {string.Join(", ", ended.GroupBy(PhaseOf).Select(group => $"{group.Count()} {group.Key}"))}");
        ended.ShouldAllBe(rollout => PhaseOf(rollout) == "succeeded" || PhaseOf(rollout) == "superseded");
        await AreAsTheyShouldBeAsync();
        foreach (var application in ended.GroupBy(rollout => rollout["application"]!.ToString()))
            await ToldOnceAsync(application.Key, [.. application]);
    }

    private static string PhaseOf(JsonObject rollout) => rollout["phase"]!.ToString();

    private Task<JsonObject> EndAsync(string rollout) => Eventually.Get(
        async () => await world.Api.GetAsync(rollout) is { Status: HttpStatusCode.OK } answer && Ends.Contains(PhaseOf(answer.Json)) ? answer.Json : null,
        $"{rollout} to end", TimeSpan.FromMinutes(3));

    /// <summary>What is recorded is what is there, once what came late is swept, and that is what the newest revision says.</summary>
    private async Task AreAsTheyShouldBeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddDocumentStore(new StorageOptions { Mongo = world.Store });
        services.AddDocuments<InventoryDocument>("deploy", "inventories");
        await using var provider = services.BuildServiceProvider();
        var inventories = provider.GetRequiredService<IDocuments<InventoryDocument>>();
        List<InventoryDocument> all = [];
        await Eventually.True(
            async () => (all = await AllAsync(inventories)).TrueForAll(inventory => inventory is { SweepAt: null, Holder: null }),
            "what came late to be swept", TimeSpan.FromMinutes(2));
        all.ShouldNotBeEmpty();
        foreach (var inventory in all)
            await IsAsItShouldBeAsync(inventory);
    }

    private static async Task<List<InventoryDocument>> AllAsync(IDocuments<InventoryDocument> inventories)
    {
        var all = new List<InventoryDocument>();
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All))
            all.Add(inventory);
        return all;
    }

    private async Task IsAsItShouldBeAsync(InventoryDocument inventory)
    {
        var live = world.Fleet[inventory.Cluster].List("apps/v1", "deployments", inventory.Application)
            .ToDictionary(item => item["metadata"]!["name"]!.ToString(), item => item["metadata"]!["uid"]!.ToString());
        live.ShouldBe(inventory.Objects.ToDictionary(item => item.Name, item => item.Uid), ignoreOrder: true, inventory.Id);
        var application = (await world.Api.GetAsync($"namespaces/default/applications/{inventory.Application}")).Json;
        live.Keys.ShouldBe(application["spec"]!["components"]!.AsArray().Select(component => component!["name"]!.ToString()), ignoreOrder: true, inventory.Id);
        var web = (await world.LiveAsync(inventory.Cluster, "deployments", inventory.Application, "web"))!;
        web["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe(application["spec"]!["components"]![0]!["properties"]!["image"]!.ToString(), inventory.Id);
    }

    /// <summary>The log of events keeps one of each id: a cause that was told under two would be in it twice.</summary>
    private async Task ToldOnceAsync(string application, IReadOnlyList<JsonObject> rollouts)
    {
        List<string> ends = [], starts = [];
        await Eventually.True(async () =>
        {
            var events = await world.EventsAsync($"default/{application}");
            starts = RolloutsOf(events, "rollout-started");
            ends = [.. RolloutsOf(events, "rollout-succeeded"), .. RolloutsOf(events, "rollout-superseded")];
            return ends.Count >= rollouts.Count;
        }, $"the end of {application}'s rollouts to be told");
        ends.ShouldBe(rollouts.Select(rollout => rollout["id"]!.ToString()), ignoreOrder: true, application);
        starts.ShouldBeUnique();
    }

    private static List<string> RolloutsOf(List<JsonObject> events, string type) =>
        [.. events.Where(told => told["type"]!.ToString().EndsWith("." + type, StringComparison.Ordinal)).Select(told => told["data"]!["rollout"]!.ToString())];
}
