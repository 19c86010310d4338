using System.Text.Json.Nodes;
using Platform.Deploy.Applying;

namespace Platform.Deploy.Tests;

/// <summary>Requests that nobody hears the end of: whatever they made, or make yet, is found when it is no longer wanted.</summary>
public sealed class InventoryTests
{
    private const string More = "/apis/apps/v1/namespaces/shop/deployments/more";

    [Fact]
    public async Task What_was_made_anew_without_anybody_hearing_of_it_is_deleted_when_it_is_no_longer_wanted()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var east = host["east-1"];
        await host.PhaseAsync(await host.RollOutAsync(WithMore("nginx:1")), "succeeded");

        await UnheardAsync(host, "DELETE", Yaml.Web(image: "nginx:2"));
        east.Deployment("shop", "more").ShouldBeNull();
        await UnheardAsync(host, "PATCH", WithMore("nginx:3"));
        east.Deployment("shop", "more").ShouldNotBeNull();
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: "nginx:4")), "succeeded");

        east.Deployment("shop", "more").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_made_after_it_was_deleted_is_swept_away()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:LateRequests", "00:00:03"));
        await LateAsync(host);

        await SweptAsync(host);

        host["east-1"].Deployment("shop", "more").ShouldBeNull();
        (await InventoryAsync(host)).Objects.Select(item => item.Name).ShouldBe(["web"]);
    }

    [Fact]
    public async Task A_deletion_that_is_carried_out_late_spares_what_is_wanted_again()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:ApplyDeadline", "00:00:03"));
        var east = host["east-1"];
        await host.PhaseAsync(await host.RollOutAsync(WithMore("nginx:1")), "succeeded");
        var uid = east.Deployment("shop", "more")!["metadata"]!["uid"]!.ToString();
        var (goOn, late) = (new TaskCompletionSource(), 0);
        east.Late = true;
        east.Before = async (method, path) =>
        {
            if (method != "DELETE" || path != More)
                return null;
            Interlocked.Increment(ref late);
            await goOn.Task;
            return null;
        };
        var rollout = await host.RollOutAsync(Yaml.Web(image: "nginx:2"));
        await Wait.UntilAsync("the deletion to hang", async () => Volatile.Read(ref late) > 0 && DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "parked", seconds: 60);

        // What comes back is the very same object: nothing of it changes.
        (await host.PostAsync($"{rollout}/rollback")).Status.ShouldBe(202);
        await host.PhaseAsync(rollout, "rolledBack");
        goOn.SetResult();
        await Wait.UntilAsync("the late deletions", () => east.Deletions.Count == Volatile.Read(ref late));

        east.Deletions.ShouldAllBe(status => status == 409);
        east.Deployment("shop", "more")?["metadata"]!["uid"]!.ToString().ShouldBe(uid);
        (await InventoryAsync(host)).Objects.ShouldAllBe(item => item.WasApplied && !item.Returning);
    }

    [Fact]
    public async Task A_revision_that_wants_again_what_is_being_swept_away_gets_it()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:LateRequests", "00:00:03"));
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await LateAsync(host);
        host["east-1"].Before = async (method, path) =>
        {
            if (method == "DELETE" && path == More && begun.TrySetResult())
                await goOn.Task;
            return null;
        };
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        var rollout = await host.RollOutAsync(WithMore("nginx:4"));
        await Wait.UntilAsync("it to wait", async () => (await host.GetAsync(rollout))["clusters"]!.AsArray() is [var part] && part!["phase"]!.ToString() != "applying" && part["message"] is not null);
        goOn.SetResult();
        await host.PhaseAsync(rollout, "succeeded");

        host["east-1"].Deployment("shop", "more").ShouldNotBeNull();
        (await InventoryAsync(host)).Objects.ShouldAllBe(item => item.WasApplied);
    }

    /// <summary>A revision with an object more is on the cluster; another, with another image, goes unheard; a third hasn't got it; then the second arrives.</summary>
    private static async Task LateAsync(DeployHost host)
    {
        var east = host["east-1"];
        await host.PhaseAsync(await host.RollOutAsync(WithMore("nginx:1")), "succeeded");
        var late = (JsonObject)east.Deployment("shop", "more")!.DeepClone();
        await UnheardAsync(host, "PATCH", WithMore("nginx:2"));
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: "nginx:3")), "succeeded");
        east.Deployment("shop", "more").ShouldBeNull();
        late["metadata"]!["uid"] = "late";
        east.Objects[More] = late;
    }

    private static Task SweptAsync(DeployHost host) => Wait.UntilAsync("the sweep", async () => (await InventoryAsync(host)) is { SweepAt: null, Holder: null }, seconds: 60);

    private static async Task<InventoryDocument> InventoryAsync(DeployHost host) =>
        (await host.Service.Documents<InventoryDocument>().GetAsync("default/shop/east-1", TestContext.Current.CancellationToken))!;

    /// <summary>Submits a revision whose requests for the object are carried out and not answered, until the cluster counts as away.</summary>
    private static async Task UnheardAsync(DeployHost host, string method, string yaml)
    {
        // A request is tried twice.
        var unheard = 0;
        host["east-1"].Mute = (asked, path) => asked == method && path == More && Interlocked.Increment(ref unheard) > 0;
        var rollout = await host.RollOutAsync(yaml);
        await Wait.UntilAsync("it to be parked", async () => Volatile.Read(ref unheard) >= 2 && DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "parked", seconds: 60);
        host["east-1"].Mute = null;
    }

    private static string WithMore(string image) => Yaml.Web(image: image, more: "- {name: more, type: worker, properties: {image: \"m:1\"}}");
}
