using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Hosting;

namespace Platform.Deploy.Tests;

/// <summary>What is deleted, and what isn't without somebody's word.</summary>
public sealed class RemovalTests
{
    private static string Many(int count, string extra = "") => Yaml.Web(extra: extra, more: string.Join(
        "\n    ", Enumerable.Range(0, count).Select(number => $"- {{name: more-{number}, type: worker, properties: {{image: \"a:1\"}}}}")));

    [Fact]
    public async Task A_removal_ends_without_a_cluster_that_is_away_and_is_finished_there_when_it_returns()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"], ("Deploy:RemovalPatience", "00:00:02"));
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");
        host["west-1"].Away = true;

        var deleted = await host.Service.SendAsync(HttpMethod.Delete, $"{DeployHost.Applications}/shop", role: Role.Operator);
        var ended = await host.PhaseAsync(deleted.Location!["/api/v1/".Length..], "succeeded");

        ended["steps"]![0]!["reason"]!.ToString().ShouldContain("1 clusters can't be reached: theirs is removed when they return");
        await Wait.UntilAsync("the application to go", async () => (await host.Service.GetAsync($"{DeployHost.Applications}/shop")).Status == 404);
        host["west-1"].Deployment("shop", "web").ShouldNotBeNull();
        host["west-1"].Away = false;
        await Wait.UntilAsync("west to be cleared", () => host["west-1"].Deployment("shop", "web") is null);
    }

    [Fact]
    public async Task A_cluster_that_never_returns_is_given_up_on_an_explicit_word()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");
        host["west-1"].Away = true;
        var deleted = await host.Service.SendAsync(HttpMethod.Delete, $"{DeployHost.Applications}/shop", role: Role.Operator);

        await Wait.UntilAsync("west to be parked", async () => DeployHost.Clusters(await host.GetAsync(deleted.Location!["/api/v1/".Length..])).GetValueOrDefault("west-1") == "parked");
        var refused = await host.Service.SendAsync(HttpMethod.Delete, "clusters/west-1", role: Role.Infra);
        (refused.Status, refused.Detail!.Contains("?force=true", StringComparison.Ordinal)).ShouldBe((409, true), refused.Text);
        (await host.Service.SendAsync(HttpMethod.Delete, "clusters/west-1?force=true", role: Role.Infra)).Status.ShouldBe(204);

        DeployHost.Clusters(await host.PhaseAsync(deleted.Location!["/api/v1/".Length..], "succeeded"))["west-1"].ShouldBe("skipped");
    }

    [Fact]
    public async Task Too_much_is_not_deleted_before_somebody_approves()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Many(5)), "succeeded");

        var rollout = await host.RollOutAsync(Yaml.Web());
        var waiting = await host.PhaseAsync(rollout, "suspended");
        waiting["steps"]!.AsArray().Last()!["name"]!.ToString().ShouldBe("delete-unwanted");
        host["east-1"].Deployment("shop", "more-4").ShouldNotBeNull();

        (await host.PostAsync($"{rollout}/resume")).Status.ShouldBe(202);
        await host.PhaseAsync(rollout, "succeeded");
        host["east-1"].Deployment("shop", "more-4").ShouldBeNull();
        host["east-1"].Deployment("shop", "web").ShouldNotBeNull();
        host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!.Inventory.Select(item => item.Name).ShouldBe(["web"]);
    }

    [Fact]
    public async Task What_was_not_approved_is_asked_for_again_by_the_next_revision()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Many(5)), "succeeded");
        var rollout = await host.RollOutAsync(Yaml.Web());
        await host.PhaseAsync(rollout, "suspended");
        (await host.PostAsync($"{rollout}/reject")).Status.ShouldBe(202);
        await host.PhaseAsync(rollout, "cancelled");
        host["east-1"].Deployment("shop", "more-4").ShouldNotBeNull();

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: "nginx:2")), "suspended");
    }

    [Fact]
    public async Task An_application_that_says_so_deletes_what_it_no_longer_has()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Many(5)), "succeeded");

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(extra: "annotations: {platform.oam.dev/allow-deletions: \"true\"}")), "succeeded");

        host["east-1"].Deployment("shop", "more-4").ShouldBeNull();
    }

    [Fact]
    public async Task A_hold_is_kept_while_the_work_lasts_and_given_up_soon_when_its_worker_is_gone()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var (begun, goOn) = host["east-1"].HoldFirst("/deployments/web");
        var rollout = await host.RollOutAsync(Yaml.Web());
        await begun;
        var inventories = host.Service.Documents<InventoryDocument>();
        var held = (await inventories.GetAsync("default/shop/east-1", TestContext.Current.CancellationToken))!.HeldUntil!.Value;
        (held - TimeProvider.System.GetUtcNow()).ShouldBeLessThanOrEqualTo(Lease.Length);

        await Wait.UntilAsync("it to be held on", async () =>
            (await inventories.GetAsync("default/shop/east-1", TestContext.Current.CancellationToken))!.HeldUntil > held);

        goOn.SetResult();
        await host.PhaseAsync(rollout, "succeeded");
        host.Heard.IdsOf<ClusterApplied>().ShouldHaveSingleItem();
    }
}
