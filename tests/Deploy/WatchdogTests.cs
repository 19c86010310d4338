using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Tests;

/// <summary>Messages that got lost, and facts somebody lacks.</summary>
public sealed class WatchdogTests
{
    [Fact]
    public async Task Work_that_got_lost_is_sent_again()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:Watchdog", "00:00:01"));
        host.Status.Sees = (_, _, _) => null;
        var rollout = await host.RollOutAsync(Yaml.Web());
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "waiting");

        // As if the command for this attempt had never arrived.
        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        var part = await PartAsync(host, rollout);
        await host.Service.Outbox<ClusterRolloutDocument>().UpdateAsync(part.Id, current =>
        {
            (current.Phase, current.DueAt) = (ClusterPhase.Pending, null);
            current.Attempt++;
            return true;
        }, ct: TestContext.Current.CancellationToken);

        await host.PhaseAsync(rollout, "succeeded");
    }

    [Fact]
    public async Task News_that_got_lost_is_found()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:Watchdog", "00:00:01"));
        host.Status.Sees = (_, _, _) => null;
        var rollout = await host.RollOutAsync(Yaml.Web());
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "waiting");

        // As if the part had ended and nobody had heard of it.
        var part = await PartAsync(host, rollout);
        await host.Service.Documents<ClusterRolloutDocument>().UpdateAsync(part.Id, current => (current.Phase = ClusterPhase.Healthy) == ClusterPhase.Healthy, TestContext.Current.CancellationToken);

        await host.PhaseAsync(rollout, "succeeded");
    }

    [Fact]
    public async Task Facts_are_told_again_to_who_asks()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");
        var (credentials, applied) = (host.Heard.Of<ClusterCredentialsChanged>().Count, host.Heard.Of<ClusterApplied>()[0]);

        await host.Service.Bus.Publish(new SendAgain { Facts = "clusters", RequestedBy = "status" });
        await host.Service.Bus.Publish(new SendAgain { Facts = "inventories", RequestedBy = "status" });

        await Wait.UntilAsync("the facts", () => host.Heard.Of<ClusterCredentialsChanged>().Count > credentials && host.Heard.Of<ClusterApplied>().Count > 1);
        var again = host.Heard.Of<ClusterApplied>()[1];
        again.Sequence.ShouldBe(applied.Sequence);
        again.Inventory.ShouldBe(applied.Inventory);
        again.Rollout.ShouldBe(applied.Rollout);
    }

    [Fact]
    public async Task An_approval_comes_once_and_a_contrary_wish_hears_of_it()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        var rollout = await host.RollOutAsync(Yaml.Regions());
        await host.PhaseAsync(rollout, "suspended");

        var answers = await Task.WhenAll(host.PostAsync($"{rollout}/resume"), host.PostAsync($"{rollout}/resume"), host.PostAsync($"{rollout}/resume"));

        answers.Count(answer => answer.Status == 202).ShouldBe(1, string.Join(" | ", answers.Select(answer => answer.Text)));
        answers.Count(answer => answer.Status == 409).ShouldBe(2);
        await host.PhaseAsync(rollout, "succeeded");
        host.Heard.IdsOf<RolloutResumed>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Definitions_are_shown_with_the_schema_of_their_parameters()
    {
        await using var host = await DeployHost.StartAsync([]);
        var all = (await host.GetAsync("definitions"))["items"]!.AsArray().Select(item => item!["id"]!.ToString()).ToList();
        all.ShouldContain("component/webservice");
        all.ShouldContain("workflowstep/deploy");
        var webservice = await host.GetAsync("definitions/component/webservice");
        webservice["schema"]!["properties"]!["image"].ShouldNotBeNull();
        (await host.Service.GetAsync("definitions/component/none")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_answer_is_held_until_the_rollout_has_ended()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var answer = await host.SubmitAsync(Yaml.Web(), "?wait=20s");
        answer.Status.ShouldBe(202);
        (await host.GetAsync(answer.Location!["/api/v1/".Length..]))["phase"]!.ToString().ShouldBe("succeeded");
        (await host.SubmitAsync(Yaml.Web(), "?wait=never")).Status.ShouldBe(400);
    }

    private static async Task<ClusterRolloutDocument> PartAsync(DeployHost host, string rollout)
    {
        var id = Guid.Parse(rollout[(rollout.LastIndexOf('/') + 1)..]);
        var find = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, id);
        return (await host.Service.Documents<ClusterRolloutDocument>().FindAsync(find, TestContext.Current.CancellationToken)).Items.Single();
    }
}
