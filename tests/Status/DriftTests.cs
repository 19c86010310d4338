using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Deploy.V1;
using Platform.Health;
using Platform.Hosting;

namespace Platform.Status.Tests;

public sealed class DriftTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_foreign_change_is_announced_with_its_fields_and_who_made_it_once()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var applied = await StartAsync(status, cluster);

        cluster.Put(Changed("kubectl-edit", generation: 2));

        var drifted = await status.Heard.FirstAsync<ResourceDrifted>(_ => true);
        (drifted.Cluster, drifted.Application, drifted.Component, drifted.Revision, drifted.AppliedSequence, drifted.Gone).ShouldBe(("east", "web", "web", 1, 1, false));
        (drifted.Resource.Kind, drifted.Resource.Name).ShouldBe(("Deployment", "web"));
        drifted.Fields.ShouldBe(["spec.template.spec.containers[web].image"]);
        drifted.ChangedBy.ShouldBe(["kubectl-edit"]);

        // A status that moves, and a restart of Status, are no drift anew; the same change after a repair is.
        cluster.Put(Changed("kubectl-edit", generation: 2).Replace("\"availableReplicas\":1", "\"availableReplicas\":0", StringComparison.Ordinal));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Progressing);
        cluster.Put(applied.ToJsonString());
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Healthy, skip: status.Heard.All<ClusterHealthObserved>().Count);
        status.Heard.All<ResourceDrifted>().Count.ShouldBe(1);
        cluster.Put(Changed("kubectl-edit", generation: 4));
        await status.Heard.FirstAsync<ResourceDrifted>(_ => true, skip: 1);
    }

    [Fact]
    public async Task What_a_rollout_applies_is_no_drift_though_its_inventory_is_still_on_the_way()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await StartAsync(status, cluster);

        cluster.Put(Changed("platform", generation: 2));

        await ChangeSettingsAsync(status, cluster);
        status.Heard.All<ResourceDrifted>().ShouldHaveSingleItem().Resource.Name.ShouldBe("settings");
    }

    [Fact]
    public async Task A_deleted_object_is_drift_but_not_while_a_rollout_is_at_work()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var applied = await StartAsync(status, cluster);
        await status.SayAsync(new RolloutStarted { Namespace = "shop", Application = "web", Rollout = Guid.NewGuid(), Number = 7, Revision = 1, Removes = true });
        await status.SayAsync(new ApplicationSubmitted { Namespace = "shop", Application = "web", Rollout = new(8, 0, 0, new byte[8]), Number = 8, Revision = 1, SubmittedBy = "x" });
        await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Phase == ApplicationPhase.Starting);

        cluster.Remove(applied);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Missing);
        await ChangeSettingsAsync(status, cluster);
        status.Heard.All<ResourceDrifted>().ShouldHaveSingleItem().Resource.Name.ShouldBe("settings");

        await status.SayNumberedAsync(new RolloutSucceeded { Namespace = "shop", Application = "web", Rollout = new(8, 0, 0, new byte[8]), Number = 8, Revision = 1 });
        await status.Heard.FirstAsync<ResourceDrifted>(d => d is { Gone: true, Resource.Name: "web" });
    }

    [Fact]
    public async Task Drift_from_before_it_was_known_what_to_expect_is_found_by_a_second_look()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        var applied = cluster.Put(Live.Deployment("web", 1));
        await status.AppliedAsync("east", [applied]);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.AppliedVersionsSeen);
        cluster.Put(Changed("kubectl-edit", generation: 2));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Components[0].Images.Contains("example/web:evil"));

        await status.AppliedAsync("east", [applied], sequence: 2, print: status.Print);

        (await status.Heard.FirstAsync<ResourceDrifted>(_ => true)).AppliedSequence.ShouldBe(2);
    }

    private static async Task<JsonObject> StartAsync(StatusHost status, FakeCluster cluster)
    {
        await status.RegisterAsync("east", cluster);
        var applied = cluster.Put(Live.Deployment("web", 1));
        await status.AppliedAsync("east", [applied, cluster.Put(Live.ConfigMap("settings"))], print: status.Print);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.AppliedVersionsSeen);
        return applied;
    }

    /// <summary>Something else drifts and is announced: what drifted before would have been, too.</summary>
    private static async Task ChangeSettingsAsync(StatusHost status, FakeCluster cluster)
    {
        cluster.Put(Live.ConfigMap("settings").Replace("\"app.oam.dev/component\":\"settings\"", """
            "app.oam.dev/component":"other"},"managedFields":[{"manager":"kubectl-label","operation":"Update","time":"2026-01-01T00:01:00Z",
              "fieldsV1":{"f:metadata":{"f:labels":{"f:app.oam.dev/component":{} } } } }],"annotations":{"x":"y"
            """, StringComparison.Ordinal));
        await status.Heard.FirstAsync<ResourceDrifted>(d => d.Resource.Name == "settings");
    }

    private static string Changed(string by, int generation) => Live.Deployment("web", 1, generation, generation)
        .Replace("example/web:1", "example/web:evil", StringComparison.Ordinal)
        .Replace("\"generation\"", """
            "managedFields":[{"manager":"BY","operation":"Update","time":"2026-01-01T00:01:00Z",
              "fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{"f:image":{}}}}}}}}],"generation"
            """.Replace("BY", by, StringComparison.Ordinal), StringComparison.Ordinal);
}
