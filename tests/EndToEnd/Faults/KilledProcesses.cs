using System.Net;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Faults;

/// <summary>Any process may die at any moment of a rollout, and the broker too: it ends as it should, each event once by id.</summary>
[Collection(DistributedCollection.Name)]
public sealed class KilledProcesses
{
    private readonly DistributedWorld world;

    public KilledProcesses(DistributedWorld world)
    {
        DistributedWorld.SkipIfUnavailable();
        this.world = world;
    }

    [Theory]
    [InlineData("build")]
    [InlineData("package")]
    [InlineData("deploy-1")]
    [InlineData("deploy-2")]
    [InlineData("status-1")]
    [InlineData("gateway")]
    public async Task A_service_killed_in_the_middle_of_the_flow_loses_nothing(string process)
    {
        var name = $"killed-{process}";
        var location = await SubmitAsync(name);
        await world.KillAsync(process);
        await world.RestartAsync(process);

        await ApproveAndFinishAsync(name, location, () => Task.CompletedTask);
    }

    [Theory]
    [InlineData("deploy-1", "deploy-2")]
    [InlineData("deploy-2", "status-2")]
    public async Task Services_killed_while_clusters_are_applied_lose_nothing(string first, string second)
    {
        var name = $"twice-{first}-{second}";
        var location = await SubmitAsync(name);

        await ApproveAndFinishAsync(name, location, async () =>
        {
            await world.KillAsync(first);
            await world.KillAsync(second);
            await world.RestartAsync(first);
            await world.RestartAsync(second);
        });
    }

    [Fact]
    public async Task A_broker_restarted_in_the_middle_of_the_flow_loses_nothing()
    {
        var location = await SubmitAsync("broker-gone");
        await world.RestartBrokerAsync();
        await ApproveAndFinishAsync("broker-gone", location, world.RestartBrokerAsync);
    }

    private async Task<string> SubmitAsync(string name)
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"namespaces/default/applications/{name}", Documents.TwoRegions(name));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return answer.Location!;
    }

    private async Task ApproveAndFinishAsync(string name, string location, Func<Task> fault)
    {
        await world.Api.RolloutAsync(location, "suspended");
        await Eventually.True(
            async () => (await world.Api.PostAsync($"{location}/resume")).Status is HttpStatusCode.OK or HttpStatusCode.Accepted, "the approval to be taken");
        await fault();
        await world.Api.RolloutAsync(location, "succeeded", TimeSpan.FromMinutes(3));

        foreach (var cluster in world.ClusterNames)
            (await world.LiveAsync(cluster, "deployments", name, "web")).ShouldNotBeNull(cluster);
        var events = await world.EventsUntilAsync($"default/{name}", "platform.deploy.v1.rollout-succeeded");
        events.Select(told => told["id"]!.ToString()).ShouldBeUnique();
        events.Count(told => told["type"]!.ToString() == "platform.deploy.v1.rollout-started").ShouldBe(1);
        events.Count(told => told["type"]!.ToString() == "platform.deploy.v1.rollout-succeeded").ShouldBe(1);
        events.Where(told => told["type"]!.ToString() == "platform.deploy.v1.cluster-applied")
            .Select(told => told["data"]!["cluster"]!.ToString()).ShouldBe(world.ClusterNames, ignoreOrder: true);
    }
}
