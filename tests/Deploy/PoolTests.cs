using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applying;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Tests;

public sealed class PoolTests
{
    [Fact]
    public async Task A_cluster_that_is_away_is_parked_harms_nobody_and_goes_on_when_it_returns()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        host["west-1"].Away = true;

        var rollout = await host.RollOutAsync(Yaml.Web());
        await Wait.UntilAsync("west to be parked while east is healthy", async () =>
            DeployHost.Clusters(await host.GetAsync(rollout)) is var clusters && clusters.GetValueOrDefault("west-1") == "parked" && clusters["east-1"] == "healthy");
        (await host.GetAsync(rollout))["clusters"]![1]!["message"]!.ToString().ShouldNotBeEmpty();

        host["west-1"].Away = false;
        await host.PhaseAsync(rollout, "succeeded");
        host["west-1"].Image("shop", "web").ShouldBe("nginx:1");
    }

    [Fact]
    public async Task Clusters_that_do_not_answer_keep_no_worker_from_the_others()
    {
        await using var host = await DeployHost.StartAsync(["a-1", "b-1", "c-1", "d-1", "e-1"], ("Deploy:Workers", "2"));
        var silence = new TaskCompletionSource();
        string[] hanging = ["a-1", "b-1", "c-1"];
        foreach (var name in hanging)
        {
            host[name].Before = async (_, path) =>
            {
                if (path.EndsWith("/deployments/web"))
                    await silence.Task;
                return null;
            };
        }

        var rollout = await host.RollOutAsync(Yaml.Web());
        await Wait.UntilAsync("the others to be healthy, while those that hang are seen to be worked on", async () =>
            DeployHost.Clusters(await host.GetAsync(rollout)) is var clusters
            && clusters.GetValueOrDefault("d-1") == "healthy" && clusters.GetValueOrDefault("e-1") == "healthy" && hanging.All(name => clusters[name] == "applying"));

        silence.SetResult();
        await host.PhaseAsync(rollout, "succeeded");
    }

    [Fact]
    public async Task A_part_whose_health_comes_at_once_is_written_once_after_its_apply()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:HealthMoment", "00:05:00"));

        var rollout = await host.RollOutAsync(Yaml.Web());
        await host.PhaseAsync(rollout, "succeeded");

        var part = await PartAsync(host, rollout, "east-1");
        (part.Phase, part.Version).ShouldBe((ClusterPhase.Healthy, 2));
        (part.AppliedSequence, part.Applied).ShouldBe((1, part.Total));
        part.AppliedAt.ShouldNotBeNull();
        part.Message.ShouldBeNull();
    }

    [Fact]
    public async Task A_part_that_waits_for_its_health_holds_no_worker()
    {
        await using var host = await DeployHost.StartAsync(["a-1", "b-1", "c-1"], ("Deploy:Workers", "1"), ("Deploy:HealthMoment", "00:05:00"));
        host.Status.Sees = (_, _, _) => null;

        var rollout = await host.RollOutAsync(Yaml.Web());
        foreach (var name in new[] { "a-1", "b-1", "c-1" })
            await host.Status.AppliedAsync($"shop/{name}");

        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        foreach (var applied in host.Status.Last.Values)
            await host.Service.Bus.Publish(host.Status.Observe(applied)!);
        await host.PhaseAsync(rollout, "succeeded");
    }

    [Fact]
    public async Task Work_heard_of_again_waits_for_whoever_is_at_it()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var (begun, goOn) = host["east-1"].HoldFirst("/deployments/web");
        var rollout = await host.RollOutAsync(Yaml.Web());
        await begun;
        var parts = host.Service.Documents<ClusterRolloutDocument>();
        var part = await PartAsync(host, rollout, "east-1");

        await host.Service.Bus.Publish(part.Command(), part.Command().GetType(), TestContext.Current.CancellationToken);

        await Wait.UntilAsync("the repeat to wait", async () =>
            (await parts.GetAsync(part.Id, TestContext.Current.CancellationToken))!.Message == "waits for what is under way on the cluster");
        host["east-1"].Writes.Count(write => write.Contains("/deployments/web", StringComparison.Ordinal)).ShouldBe(1);
        goOn.SetResult();
        await host.PhaseAsync(rollout, "succeeded");
        host.Heard.Of<ClusterApplied>().Select(applied => applied.Sequence).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_cluster_that_stays_away_fails_the_step_at_its_timeout()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        host["west-1"].Away = true;

        var failed = await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(timeout: "3s")), "failed");

        failed["reason"]!.ToString().ShouldContain("west-1: ");
        failed["reason"]!.ToString().ShouldNotContain("east-1: ");
    }

    [Fact]
    public async Task The_same_work_twice_or_late_changes_nothing()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var rollout = await host.RollOutAsync(Yaml.Web());
        await host.PhaseAsync(rollout, "succeeded");
        await Wait.UntilAsync("everything to be told", async () => (await PartAsync(host, rollout, "east-1")).Outbox.Count == 0);
        var part = await PartAsync(host, rollout, "east-1");
        var writes = host["east-1"].Writes.Count;
        var command = (ApplyToCluster)part.Command();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Service.Bus.Publish(command)));
        await host.Service.Bus.Publish(command with { Attempt = 7 });
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web("after")), "succeeded");

        host["east-1"].Writes.Count(write => write.Contains("/shop/")).ShouldBe(writes - 1, "the namespace is not in /shop/");
        host.Heard.Of<ClusterApplied>().Count(applied => applied.Application == "shop").ShouldBe(1);
        (await PartAsync(host, rollout, "east-1")).Version.ShouldBe(part.Version);
    }

    [Fact]
    public async Task A_refusal_is_an_outcome_that_names_object_and_reason()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        host["west-1"].Before = (_, path) => Task.FromResult<(int, string, string)?>(
            path.EndsWith("/deployments/web") ? (403, "Forbidden", "deployments.apps is forbidden: User \"u\" cannot patch") : null);

        var failed = await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "failed");

        failed["reason"]!.ToString().ShouldContain("west-1: Deployment shop/web: deployments.apps is forbidden");
        await Wait.UntilAsync("the failure to be told", () => host.Heard.Of<ClusterApplyFailed>().Count > 0);
        host.Heard.Of<ClusterApplyFailed>().ShouldHaveSingleItem().Cluster.ShouldBe("west-1");
        DeployHost.Clusters(failed)["east-1"].ShouldBe("healthy");
    }

    [Fact]
    public async Task A_namespace_that_can_not_be_made_is_told()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host["east-1"].Before = (_, path) => Task.FromResult<(int, string, string)?>(path == "/api/v1/namespaces/shop" ? (403, "Forbidden", "no namespaces for you") : null);

        var failed = await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "failed");

        failed["reason"]!.ToString().ShouldContain("namespace shop does not exist on east-1 and can't be made: no namespaces for you");
    }

    [Fact]
    public async Task What_a_revision_no_longer_has_is_deleted_and_only_that()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(more: "- {name: old, type: worker, properties: {image: \"a:1\"}}")), "succeeded");
        host["east-1"].Deployment("shop", "old").ShouldNotBeNull();
        host["east-1"].Objects["/apis/apps/v1/namespaces/shop/deployments/foreign"] = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = "f" } };

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");

        host["east-1"].Deployment("shop", "old").ShouldBeNull();
        host["east-1"].Deployment("shop", "web").ShouldNotBeNull();
        host["east-1"].Deployment("shop", "foreign").ShouldNotBeNull();
        host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!.Inventory.Select(item => item.Name).ShouldBe(["web"]);
    }

    [Fact]
    public async Task An_object_that_somebody_made_anew_under_the_same_name_stays()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(more: "- {name: old, type: worker, properties: {image: \"a:1\"}}")), "succeeded");
        host["east-1"].Deployment("shop", "old")!["metadata"]!["uid"] = "another";

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");

        host["east-1"].Deployment("shop", "old").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_cluster_the_application_no_longer_goes_to_is_cleared()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");
        host["west-1"].Deployment("shop", "web").ShouldNotBeNull();

        var ended = await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(region: "east")), "succeeded");

        host["west-1"].Deployment("shop", "web").ShouldBeNull();
        host["east-1"].Deployment("shop", "web").ShouldNotBeNull();
        ended["steps"]![1]!["name"]!.ToString().ShouldBe("remove-left-behind");
    }

    [Fact]
    public async Task A_deleted_application_leaves_nothing_and_one_that_is_away_is_remembered()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Regions().Replace("- {name: approve, type: suspend}", "")), "succeeded");
        host["west-1"].Away = true;

        var deleted = await host.Service.SendAsync(HttpMethod.Delete, $"{DeployHost.Applications}/shop", role: Role.Operator);
        deleted.Status.ShouldBe(202, deleted.Text);
        var rollout = deleted.Location!["/api/v1/".Length..];
        await Wait.UntilAsync("west to be remembered", async () =>
            DeployHost.Clusters(await host.GetAsync(rollout)) is var clusters && clusters.GetValueOrDefault("west-1") == "parked" && clusters["east-1"] == "healthy");
        host["east-1"].Objects.Keys.ShouldAllBe(path => !path.Contains("/shop/"));
        (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["phase"]!.ToString().ShouldBe("deleting");
        (await host.SubmitAsync(Yaml.Web())).Status.ShouldBe(409);
        host.Heard.Of<ApplicationDeleted>().ShouldBeEmpty();

        host["west-1"].Away = false;
        await host.PhaseAsync(rollout, "succeeded");
        await Wait.UntilAsync("the application to go", async () => (await host.Service.GetAsync($"{DeployHost.Applications}/shop")).Status == 404);
        host["west-1"].Objects.Keys.ShouldAllBe(path => !path.Contains("/shop/"));
        await Wait.UntilAsync("everyone to be told", () => host.Heard.Of<ApplicationDeleted>().Count > 0);
        host.Heard.Of<ClusterRemoved>().Select(removed => removed.Cluster).ShouldBe(["east-1", "west-1"], ignoreOrder: true);

        // And again: numbers go on, nothing old is taken for new.
        var again = await host.SubmitAsync(Yaml.Web());
        again.Json["revision"]!.GetValue<long>().ShouldBe(2);
        await host.PhaseAsync(again.Location!["/api/v1/".Length..], "succeeded");
    }

    [Fact]
    public async Task A_process_that_ends_in_the_middle_goes_on_where_it_was()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        host["west-1"].Away = true;
        var rollout = await host.RollOutAsync(Yaml.Regions());
        await host.PhaseAsync(rollout, "suspended");

        await host.RestartAsync();
        (await host.PostAsync($"{rollout}/resume")).Status.ShouldBe(202);
        await Wait.UntilAsync("west to be parked", async () => DeployHost.Clusters(await host.GetAsync(rollout))["west-1"] == "parked");

        await host.RestartAsync();
        host["west-1"].Away = false;
        await host.PhaseAsync(rollout, "succeeded");
        await Wait.UntilAsync("its end to be told", () => host.Heard.IdsOf<RolloutSucceeded>().Count > 0);
        host.Heard.IdsOf<RolloutSucceeded>().ShouldHaveSingleItem();
        host.Heard.IdsOf<ClusterApplied>().Count.ShouldBe(2);
    }

    private static async Task<ClusterRolloutDocument> PartAsync(DeployHost host, string rollout, string cluster)
    {
        var id = Guid.Parse(rollout[(rollout.LastIndexOf('/') + 1)..]);
        var find = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, id);
        return (await host.Service.Documents<ClusterRolloutDocument>().FindAsync(find, TestContext.Current.CancellationToken)).Items.Single(part => part.Cluster == cluster);
    }
}
