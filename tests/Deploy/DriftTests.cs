using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Drift;

namespace Platform.Deploy.Tests;

/// <summary>What others change on a cluster is changed back, unless somebody said to leave it.</summary>
public sealed class DriftTests
{
    private const string Path = "apis/apps/v1/namespaces/shop/deployments/web";

    [Fact]
    public async Task What_is_applied_is_announced_with_prints_of_its_fields()
    {
        await using var host = await StartAsync();

        var applied = host.Heard.Of<ClusterApplied>().Single();

        var web = applied.Inventory.Single(item => item.Kind == "Deployment");
        applied.Shapes[web.Shape!].Split('\n').ShouldContain("/spec/template/spec/containers/[name=web]/image");
        Convert.FromBase64String(web.Print!).Length.ShouldBe(applied.Shapes[web.Shape!].Split('\n').Length * 4);
    }

    [Fact]
    public async Task A_changed_object_is_forced_back_and_told_of()
    {
        await using var host = await StartAsync();
        Change(host, "nginx:evil");

        await DriftAsync(host);

        await Wait.UntilAsync("the repair", () => host["east-1"].Image("shop", "web") == "nginx:1");
        await Wait.UntilAsync("the news", () => host.Heard.Of<ResourceRepaired>().Count == 1);
        var repaired = host.Heard.Of<ResourceRepaired>()[0];
        (repaired.Application, repaired.Cluster, repaired.Component, repaired.Recreated, repaired.Repairs).ShouldBe(("shop", "east-1", "web", false, 1));
        repaired.Fields.ShouldBe(["spec.template.spec.containers[web].image"]);
        host["east-1"].Writes.Last().ShouldContain("force=true");
    }

    [Fact]
    public async Task A_deleted_object_is_made_again_and_its_inventory_told_anew()
    {
        await using var host = await StartAsync();
        var before = host.Heard.Of<ClusterApplied>().Single();
        host["east-1"].Objects.TryRemove("/" + Path, out _);

        await DriftAsync(host, gone: true);

        await Wait.UntilAsync("the object", () => host["east-1"].Live(Path) is not null);
        await Wait.UntilAsync("the inventory", () => host.Heard.Of<ClusterApplied>().Any(a => a.Sequence == before.Sequence + 1));
        await Wait.UntilAsync("the news", () => host.Heard.Of<ResourceRepaired>().Count == 1);
        host.Heard.Of<ResourceRepaired>()[0].Recreated.ShouldBeTrue();
        host.Heard.Of<ClusterApplied>()[^1].Inventory.Single(item => item.Kind == "Deployment").Uid
            .ShouldBe(host["east-1"].Live(Path)!["metadata"]!["uid"]!.ToString());
    }

    [Theory]
    [InlineData("annotations: {platform.oam.dev/drift: report}", "true")]
    [InlineData("", "false")]
    public async Task Where_drift_is_only_reported_nothing_is_touched(string extra, string option)
    {
        await using var host = await StartAsync(extra, ("Deploy:RepairDrift", option));
        Change(host, "nginx:evil");
        var writes = host["east-1"].Writes.Count;

        await DriftAsync(host);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web("after")), "succeeded");

        host["east-1"].Image("shop", "web").ShouldBe("nginx:evil");
        host["east-1"].Writes.Skip(writes).ShouldNotContain(write => write.Contains(Path));
        (await host.Service.Documents<DriftDocument>().CountAsync(Storage.Find<DriftDocument>.All, TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task What_keeps_coming_back_is_repaired_later_and_later()
    {
        await using var host = await StartAsync("", ("Deploy:DriftPause", "00:00:00.2"), ("Deploy:DriftPauseLongest", "00:10:00"));
        var gaps = new List<TimeSpan>();
        for (var repair = 1; repair <= 4; repair++)
        {
            Change(host, $"nginx:evil{repair}");
            await DriftAsync(host);
            await Wait.UntilAsync($"repair {repair}", () => host.Heard.Of<ResourceRepaired>().Count == repair);
            await Wait.UntilAsync($"repair {repair} written down", async () => (await DriftDocumentAsync(host)) is { DueAt: null } drift && drift.Repairs == repair);
            gaps.Add((await DriftDocumentAsync(host))!.RepairedAt!.Value - DateTimeOffset.UnixEpoch);
        }

        host.Heard.Of<ResourceRepaired>().Select(r => r.Repairs).ShouldBe([1, 2, 3, 4]);
        (gaps[3] - gaps[2]).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.7), "0.8 s, less what is left to chance");
    }

    [Fact]
    public async Task News_of_an_older_inventory_undoes_nothing()
    {
        await using var host = await StartAsync();
        var old = host.Heard.Of<ClusterApplied>().Single().Sequence;
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(image: "nginx:2")), "succeeded");

        await DriftAsync(host, sequence: old);
        await Wait.UntilAsync("it is done with", async () => await DriftDocumentAsync(host) is { DueAt: null });

        host["east-1"].Image("shop", "web").ShouldBe("nginx:2");
        host.Heard.Of<ResourceRepaired>().ShouldBeEmpty();
    }

    private static async Task<DeployHost> StartAsync(string extra = "", params (string, string)[] settings)
    {
        var host = await DeployHost.StartAsync(["east-1"], settings);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(extra: extra)), "succeeded");
        return host;
    }

    private static void Change(DeployHost host, string image)
    {
        var live = (JsonObject)host["east-1"].Live(Path)!.DeepClone();
        live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image;
        host["east-1"].Objects["/" + Path] = live;
    }

    private static Task DriftAsync(DeployHost host, bool gone = false, long? sequence = null)
    {
        var applied = host.Heard.Of<ClusterApplied>().Last(a => a.Application == "shop");
        return host.Service.Bus.Publish(new ResourceDrifted
        {
            Namespace = applied.Namespace,
            Application = applied.Application,
            Cluster = applied.Cluster,
            Revision = applied.Revision,
            AppliedSequence = sequence ?? applied.Sequence,
            Component = "web",
            Resource = new() { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = "shop", Name = "web" },
            Gone = gone,
            Fields = gone ? [] : ["spec.template.spec.containers[web].image"],
            SeenAt = TimeProvider.System.GetUtcNow(),
        });
    }

    private static Task<DriftDocument?> DriftDocumentAsync(DeployHost host) => host.Service.Documents<DriftDocument>().GetAsync(
        DriftDocument.IdOf(InventoryDocument.IdOf("default/shop", "east-1"), new() { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = "shop", Name = "web" }),
        TestContext.Current.CancellationToken);
}
