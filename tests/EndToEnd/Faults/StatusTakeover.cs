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

        await world.KillAsync(process);
        try
        {
            // Whoever watched them: that they are gone, and back, is seen of every one.
            foreach (var cluster in world.ClusterNames)
                await world.SetOutageAsync(cluster, down: true);
            await HealthIsAsync("""{"unknown":3}""");
            foreach (var cluster in world.ClusterNames)
                await world.SetOutageAsync(cluster, down: false);
            await HealthIsAsync("""{"healthy":3}""");
        }
        finally
        {
            await world.RestartAsync(process);
        }

        var told = await world.EventsUntilAsync($"default/{Name}", "platform.status.v1.application-status-changed");
        var changes = told.Where(e => e["type"]!.ToString() == "platform.status.v1.application-status-changed").ToList();
        changes.Select(e => int.Parse(e["sequence"]!.ToString())).Order().ShouldBe(Enumerable.Range(1, changes.Count), "no number is missing, and none was given twice");
        Phases(changes).ShouldContain("Unknown");
    }

    private static IEnumerable<string> Phases(List<JsonObject> changes) => changes.Select(e => e["data"]!["health"]!.ToString());

    private Task HealthIsAsync(string health) => Eventually.True(
        async () =>
        {
            var answer = await world.Api.GetAsync($"namespaces/default/applications/{Name}/statistics");
            return (int)answer.Status == 200 && answer.Json["clusters"]!["health"]!.ToJsonString() == health;
        },
        $"the clusters to be {health}",
        TimeSpan.FromSeconds(120));
}
