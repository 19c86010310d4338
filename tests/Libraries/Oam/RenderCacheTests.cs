using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>What depends on the cluster is rendered for each, and nothing else is.</summary>
public sealed class RenderCacheTests
{
    private static readonly IReadOnlyList<ClusterFacts> Clusters =
        [.. Enumerable.Range(1, 4).Select(i => new ClusterFacts { Name = $"c{i}", Labels = new Dictionary<string, string> { ["half"] = i <= 2 ? "a" : "b" }, Params = new() { ["n"] = i } })];

    private static readonly string Text = Documents.Text("""
          components:
          - {name: same, type: worker, properties: {image: nginx}}
          - {name: own, type: worker, properties: {image: nginx}, traits: [{type: scaler, properties: {replicas: "${cluster.params.n}"}}]}
          - {name: half, type: worker, properties: {image: nginx}}
          policies:
          - {name: all, type: topology, properties: {clusterLabelSelector: {}}}
          - {name: b, type: override, properties: {clusterLabelSelector: {half: b}, components: [{name: half, properties: {image: httpd}}]}}
        """);

    [Fact]
    public void Objects_are_shared_where_nothing_of_the_cluster_is_in_them()
    {
        var plan = DeliveryPlanner.Plan(Documents.Read(Text), new() { Clusters = Clusters });
        plan.Faults.ShouldBeEmpty();
        Made(plan, "own").ShouldBe(4);
        Made(plan, "half").ShouldBe(2);
        Made(plan, "same").ShouldBe(2);
    }

    [Fact]
    public void A_plan_for_many_clusters_is_what_each_gets_by_itself()
    {
        var application = Documents.Read(Text);
        foreach (var delivery in DeliveryPlanner.Plan(application, new() { Clusters = Clusters }).Deliveries)
        {
            var alone = Renderer.Render(application, new() { Cluster = Clusters.Single(cluster => cluster.Name == delivery.Cluster), Policies = ["b"] });
            delivery.Objects.Select(item => item.Manifest.ToJsonString()).ShouldBe(alone.Objects.Select(item => item.Manifest.ToJsonString()));
        }
    }

    private static int Made(DeliveryPlan plan, string component) =>
        plan.Deliveries.SelectMany(delivery => delivery.Objects).Where(item => item.Component == component).Distinct(ReferenceEqualityComparer.Instance).Count();
}
