using System.Net;
using System.Text.Json.Nodes;
using Platform.Cli;
using Platform.EndToEnd.Tests.Harness;
using Platform.Sandbox.Behaviour;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>A rollout in three waves over a hundred clusters, two of which fail: what becomes of it, and what an operator reads of it.</summary>
[Trait("Pace", "slow")]
public sealed class ManyClusters(ManyClustersWorld world) : IClassFixture<ManyClustersWorld>
{
    private const string Applications = "namespaces/default/applications";

    [Fact]
    public async Task Two_clusters_that_fail_in_the_second_of_three_waves_take_back_what_was_touched_and_spare_the_rest()
    {
        var first = await RolloutAsync("nginx:1", "succeeded");
        var waves = first["clusters"]!.AsArray().ToLookup(cluster => cluster!["wave"]!.GetValue<int>(), cluster => cluster!["cluster"]!.ToString());
        waves.Select(wave => wave.Count()).ShouldBe([10, 40, 50], ignoreOrder: true);
        string[] failing = [waves[2].First(), waves[2].Last()];
        foreach (var name in failing)
            world.Fleet[name].Behaviour.Rules = [new PodRule { Image = "nginx:2", Outcome = PodOutcome.Broken }];

        var location = await SubmitAsync("nginx:2");
        var (code, read, outcome) = await WatchAsync(location);
        var ended = (await world.Api.GetAsync(location)).Json;

        ended["phase"]!.ToString().ShouldBe("rolledBack");
        var parts = ended["clusters"]!.AsArray().ToDictionary(part => part!["cluster"]!.ToString(), part => part!);
        string[] touched = [.. waves[1], .. waves[2]];
        touched.ShouldAllBe(name => parts[name]["phase"]!.ToString() == "rolledBack" && parts[name]["revision"]!.GetValue<long>() == 1);
        waves[3].ShouldAllBe(name => parts[name]["phase"]!.ToString() == "skipped", string.Join('\n', waves[3].Select(name => parts[name].ToJsonString())));
        failing.ShouldAllBe(name => parts[name]["failure"]!.ToString().Contains("ImagePullBackOff", StringComparison.Ordinal));
        foreach (var name in world.ClusterNames)
        {
            var live = (await world.LiveAsync(name, "deployments", "many", "web"))!;
            live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe("nginx:1", name);
            (live["metadata"]!["generation"]!.GetValue<int>() == 1).ShouldBe(waves[3].Contains(name), $"{name} was touched");
        }

        await ToldOnceAsync(ended["id"]!.ToString(), touched);
        code.ShouldBe(1);
        ReadsWell(read, outcome, failing);
    }

    /// <summary>Each event under one id, and of the clusters only those touched.</summary>
    private async Task ToldOnceAsync(string rollout, string[] touched)
    {
        await Eventually.True(async () => (await EventsAsync("rollout-rolled-back")).Count == 1, "the rollback to be told");
        (await EventsAsync("rollout-started")).Count.ShouldBe(2);
        (await EventsAsync("rollout-succeeded")).ShouldHaveSingleItem();
        (await EventsAsync("rollout-failed")).ShouldBeEmpty();
        var applied = (await EventsAsync("cluster-applied")).Where(told => told["data"]!["rollout"]!.ToString() == rollout).ToList();
        applied.Where(told => told["data"]!["revision"]!.GetValue<long>() == 2).Select(told => told["data"]!["cluster"]!.ToString()).ShouldBe(touched, ignoreOrder: true);
        applied.Where(told => told["data"]!["revision"]!.GetValue<long>() == 1).Select(told => told["data"]!["cluster"]!.ToString()).ShouldBe(touched, ignoreOrder: true);
    }

    private Task<List<JsonObject>> EventsAsync(string type) => world.EventsAsync("default/many", type);

    private static void ReadsWell(string read, string outcome, string[] failing)
    {
        read.ShouldNotContain('\e');
        read.Split('\n').Length.ShouldBeLessThan(60, read);
        read.ShouldContain("step deliver: running: wave 2 of 3");
        read.ShouldContain("step rollback: succeeded: 50 clusters are back at revision 1");
        foreach (var name in failing)
            read.ShouldContain($"cluster {name}: failed: ");
        outcome.ShouldContain("wave 2 of 3: 2 clusters failed, 1 is allowed to");
        outcome.ShouldContain("clusters: 50 rolled back, 50 skipped");
        outcome.ShouldContain("ImagePullBackOff");
    }

    /// <summary><c>platform rollout watch</c>, its output in a pipe.</summary>
    private async Task<(int Code, string Read, string Outcome)> WatchAsync(string location)
    {
        using var read = new StringWriter();
        using var outcome = new StringWriter();
        var surroundings = new Surroundings
        {
            Out = read,
            Error = outcome,
            In = TextReader.Null,
            Variable = name => name switch { "PLATFORM_URL" => world.Gateway.ToString(), "PLATFORM_KEY" => world.AdminKey, _ => null },
            Connection = () => new SocketsHttpHandler(),
        };
        var code = await PlatformCommand.RunAsync(["rollout", "watch", location[(location.LastIndexOf('/') + 1)..]], surroundings, TestContext.Current.CancellationToken);
        return (code, read.ToString(), outcome.ToString());
    }

    private async Task<JsonObject> RolloutAsync(string image, string phase) => await world.Api.RolloutAsync(await SubmitAsync(image), phase, TimeSpan.FromMinutes(3));

    private async Task<string> SubmitAsync(string image)
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"{Applications}/many", $$$$"""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: many}
            spec:
              components:
                - {name: web, type: webservice, properties: {image: "{{{{image}}}}"}}
              policies:
                - {name: everywhere, type: topology, properties: {namespace: many, clusterLabelSelector: {}}}
              workflow:
                steps:
                  - name: deliver
                    type: deploy
                    timeout: 20s
                    properties:
                      policies: [everywhere]
                      strategy: {waves: [{percent: 10}, {percent: 40}], maxFailures: 1, onFailure: rollback, rollback: rollout}
            """);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return answer.Location!;
    }
}
