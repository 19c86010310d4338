using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Hosting;

namespace Platform.Deploy.Tests;

public sealed class RollbackTests
{
    private const string Extra = "- {name: extra, type: worker, properties: {image: \"a:1\"}}";

    [Fact]
    public async Task A_rollout_goes_back_to_what_was_last_well_on_each_cluster_and_takes_away_what_it_brought()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: "nginx:1")), "succeeded");
        var rollout = await host.RollOutAsync(Yaml.Web(image: "nginx:2", more: Extra));
        await host.PhaseAsync(rollout, "succeeded");

        var asked = await host.PostAsync($"{rollout}/rollback");

        asked.Status.ShouldBe(202, asked.Text);
        var ended = await host.PhaseAsync(rollout, "rolledBack");
        ended["reason"]!.ToString().ShouldBe("rolled back by a-tester");
        DeployHost.Clusters(ended).Values.ShouldAllBe(phase => phase == "rolledBack");
        ended["clusters"]![0]!["revision"]!.GetValue<long>().ShouldBe(1);
        foreach (var cluster in new[] { "east-1", "west-1" })
        {
            host[cluster].Image("shop", "web").ShouldBe("nginx:1");
            host[cluster].Deployment("shop", "extra").ShouldBeNull();
        }

        await Wait.UntilAsync("everyone to be told", () => host.Heard.Of<RolloutRolledBack>().Count > 0);
        host.Heard.IdsOf<RolloutRolledBack>().ShouldHaveSingleItem();
        host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!.Revision.ShouldBe(1);
        (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["phase"]!.ToString().ShouldBe("running");
    }

    [Fact]
    public async Task Some_clusters_go_back_to_a_revision_of_ones_choice()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        foreach (var image in new[] { "nginx:1", "nginx:2" })
            await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: image)), "succeeded");
        var rollout = await host.RollOutAsync(Yaml.Web(image: "nginx:3"));
        await host.PhaseAsync(rollout, "succeeded");

        (await host.PostAsync($"{rollout}/rollback", """{"toRevision":1,"clusters":["west-1"]}""")).Status.ShouldBe(202);

        var ended = await host.PhaseAsync(rollout, "rolledBack");
        DeployHost.Clusters(ended).ShouldBe(new Dictionary<string, string> { ["east-1"] = "healthy", ["west-1"] = "rolledBack" }, ignoreOrder: true);
        (host["east-1"].Image("shop", "web"), host["west-1"].Image("shop", "web")).ShouldBe(("nginx:3", "nginx:1"));

        // The same content again is wanted again.
        var again = await host.SubmitAsync(Yaml.Web(image: "nginx:3"));
        again.Json["changed"]!.GetValue<bool>().ShouldBeTrue();
        await host.PhaseAsync(again.Location!["/api/v1/".Length..], "succeeded");
        host["west-1"].Image("shop", "web").ShouldBe("nginx:3");
    }

    [Fact]
    public async Task A_running_rollout_is_stopped_and_undone_and_its_late_work_changes_nothing()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: "nginx:1")), "succeeded");
        var (begun, goOn) = host["west-1"].HoldFirst("/deployments/web");
        var rollout = await host.RollOutAsync(Yaml.Web(image: "nginx:2"));
        await begun;

        (await host.PostAsync($"{rollout}/rollback")).Status.ShouldBe(202);
        (await host.PostAsync($"{rollout}/rollback")).Status.ShouldBe(409);
        goOn.SetResult();

        await host.PhaseAsync(rollout, "rolledBack");
        (host["east-1"].Image("shop", "web"), host["west-1"].Image("shop", "web")).ShouldBe(("nginx:1", "nginx:1"));
    }

    [Fact]
    public async Task What_can_not_be_rolled_back_hears_why_and_nothing_moves()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var first = await host.RollOutAsync(Yaml.Web(image: "nginx:1"));
        await host.PhaseAsync(first, "succeeded");
        (await host.PostAsync($"{first}/rollback")).Detail!.ShouldContain("nothing to go back to");
        var second = await host.RollOutAsync(Yaml.Web(image: "nginx:2"));
        await host.PhaseAsync(second, "succeeded");
        var writes = host["east-1"].Writes.Count;

        var older = await host.PostAsync($"{first}/rollback");
        (older.Status, older.Detail!.Contains("is newer", StringComparison.Ordinal)).ShouldBe((409, true), older.Text);
        var gone = await host.PostAsync($"{second}/rollback", """{"toRevision":9}""");
        (gone.Status, gone.Text.Contains("has no revision 9", StringComparison.Ordinal)).ShouldBe((422, true), gone.Text);
        var unknown = await host.PostAsync($"{second}/rollback", """{"clusters":["nowhere"]}""");
        (unknown.Status, unknown.Text.Contains("does not go to cluster 'nowhere'", StringComparison.Ordinal)).ShouldBe((422, true), unknown.Text);

        host["east-1"].Writes.Count.ShouldBe(writes);
        (await host.GetAsync(second))["phase"]!.ToString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_rollback_that_fails_is_told_and_can_be_tried_again()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: "nginx:1")), "succeeded");
        var rollout = await host.RollOutAsync(Yaml.Web(image: "nginx:2"));
        await host.PhaseAsync(rollout, "succeeded");
        host["east-1"].Before = (_, _) => Task.FromResult<(int, string, string)?>((403, "Forbidden", "not now"));

        await host.PostAsync($"{rollout}/rollback");
        (await host.PhaseAsync(rollout, "failed"))["reason"]!.ToString().ShouldContain("not now");
        host["east-1"].Before = null;
        (await host.PostAsync($"{rollout}/retry")).Status.ShouldBe(202);

        await host.PhaseAsync(rollout, "rolledBack");
        host["east-1"].Image("shop", "web").ShouldBe("nginx:1");
    }
}
