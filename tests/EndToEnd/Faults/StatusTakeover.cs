using System.Globalization;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Faults;

/// <summary>Two Status processes share the clusters; when one is killed the other watches them all, and no reader notices but by the clock.</summary>
[Collection(DistributedCollection.Name)]
public sealed class StatusTakeover
{
    private const string Name = "taken-over";
    private readonly DistributedWorld world;

    public StatusTakeover(DistributedWorld world)
    {
        DistributedWorld.SkipIfUnavailable();
        this.world = world;
    }

    [Theory]
    [InlineData("status-1")]
    [InlineData("status-2")]
    public async Task The_clusters_of_a_killed_process_are_watched_by_the_other(string process)
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"namespaces/default/applications/{Name}", Documents.WebService(Name));
        await world.Api.RolloutAsync(answer.Location!, "succeeded");
        await HealthIsAsync("""{"healthy":3}""");

        var before = await ToldAsync("Healthy");

        await world.KillAsync(process);
        List<JsonObject> meanwhile;
        try
        {
            // Whoever watched them: that they are gone, and back, is seen of every one.
            foreach (var cluster in world.ClusterNames)
                await world.SetOutageAsync(cluster, down: true);
            await HealthIsAsync("""{"unknown":3}""");
            meanwhile = await ToldAsync("Unknown");
            foreach (var cluster in world.ClusterNames)
                await world.SetOutageAsync(cluster, down: false);
            await HealthIsAsync("""{"healthy":3}""");
        }
        finally
        {
            await world.RestartAsync(process);
        }

        var told = await ToldAsync("Healthy");
        told.Select(Number).ShouldBe(Enumerable.Range(1, told.Count), "no number is missing, and none was given twice");
        foreach (var cluster in world.ClusterNames)
            meanwhile.Skip(before.Count).Select(change => HealthOf(change, cluster)).SkipWhile(health => health != "Unknown").Distinct()
                .ShouldBe(["Unknown"], $"nobody could see {cluster}");
        told.Skip(meanwhile.Count).ShouldNotBeEmpty();
    }

    /// <summary>The changes told so far, once the last says this of all clusters.</summary>
    private Task<List<JsonObject>> ToldAsync(string health) => Eventually.Get(
        async () =>
        {
            var changes = (await world.EventsAsync($"default/{Name}")).Where(e => e["type"]!.ToString() == "platform.status.v1.application-status-changed").OrderBy(Number).ToList();
            return changes.Count > 0 && world.ClusterNames.All(cluster => HealthOf(changes[^1], cluster) == health) ? changes : null;
        },
        $"it to be told that all clusters are {health}");

    private static int Number(JsonObject change) => int.Parse(change["sequence"]!.ToString(), CultureInfo.InvariantCulture);

    private static string? HealthOf(JsonObject change, string cluster) =>
        change["data"]!["clusters"]!.AsArray().FirstOrDefault(c => c!["cluster"]!.ToString() == cluster)?["health"]!.ToString();

    private Task HealthIsAsync(string health) => Eventually.True(
        async () =>
        {
            var answer = await world.Api.GetAsync($"namespaces/default/applications/{Name}/statistics");
            return (int)answer.Status == 200 && answer.Json["clusters"]!["health"]!.ToJsonString() == health;
        },
        $"the clusters to be {health}",
        TimeSpan.FromSeconds(120));
}
