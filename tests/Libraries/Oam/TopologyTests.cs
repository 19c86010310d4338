using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class TopologyTests
{
    private static readonly IReadOnlyList<ClusterFacts> Clusters = [Documents.West, Documents.East, Documents.East with { Name = "east-2", IsDefault = false }];

    [Theory]
    [InlineData("clusters: [east-2, west-1]", "east-2,west-1")]
    [InlineData("clusterLabelSelector: {region: east}", "east-1,east-2")]
    [InlineData("clusterLabelSelector: {}", "west-1,east-1,east-2")]
    [InlineData("clusters: [local]", "east-1")]
    [InlineData("namespace: there", "east-1")]
    public void A_topology_selects_by_name_or_by_labels(string properties, string selected)
    {
        var selection = Select(properties);
        selection.Faults.ShouldBeEmpty();
        string.Join(',', selection.Clusters.Select(cluster => cluster.Name)).ShouldBe(selected);
    }

    [Fact]
    public void Without_a_topology_it_is_local_or_the_default_or_the_first()
    {
        Topology.Select(null, Clusters).Clusters.ShouldHaveSingleItem().Name.ShouldBe("east-1");
        Topology.Select(null, [Documents.West, Documents.West with { Name = "local" }]).Clusters.ShouldHaveSingleItem().Name.ShouldBe("local");
        Topology.Select(null, [Documents.West]).Clusters.ShouldHaveSingleItem().Name.ShouldBe("west-1");
        Topology.Select(null, []).Faults.ShouldHaveSingleItem().Detail.ShouldStartWith("no cluster is registered");
    }

    [Fact]
    public void Selecting_nothing_is_a_fault_unless_it_is_allowed()
    {
        Select("clusterLabelSelector: {region: north}").Faults.ShouldHaveSingleItem().Detail
            .ShouldBe("topology 't' selects nothing: no cluster has the labels region=north (3 are registered); allowEmpty: true lets that pass");
        Select("clusterLabelSelector: {region: north}\n      allowEmpty: true").ShouldSatisfyAllConditions(
            selection => selection.Faults.ShouldBeEmpty(), selection => selection.Clusters.ShouldBeEmpty());
    }

    [Fact]
    public void A_delivery_plan_has_every_step_cluster_and_namespace()
    {
        var text = Documents.Web(rest: """
              policies:
              - {name: east, type: topology, properties: {clusterLabelSelector: {region: east}, namespace: eastern}}
              - {name: west, type: topology, properties: {clusters: [west-1]}}
              - name: big
                type: override
                properties: {components: [{type: webservice, traits: [{type: scaler, properties: {replicas: 3}}]}]}
              workflow:
                steps:
                - {name: one, type: deploy, properties: {policies: [east]}}
                - {name: two, type: deploy, properties: {policies: [west, big]}}
            """);

        var plan = DeliveryPlanner.Plan(Documents.Read(text), new() { Clusters = Clusters, Revision = "shop-v1" });

        plan.Faults.ShouldBeEmpty();
        plan.Deliveries.Select(delivery => (delivery.Step, delivery.Cluster, delivery.Namespace)).ShouldBe([("one", "east-1", "eastern"), ("one", "east-2", "eastern"), ("two", "west-1", "default")]);
        plan.Of("one").ShouldAllBe(delivery => delivery.Objects[0].Manifest["spec"]!["replicas"] == null);
        plan.Of("two").Single().Objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>().ShouldBe(3);
        plan.Deliveries[0].Objects[0].Manifest["metadata"]!["namespace"]!.ToString().ShouldBe("eastern");
    }

    [Fact]
    public void An_object_pinned_to_a_cluster_goes_there_and_nowhere_else()
    {
        var text = Documents.Text("""
              components:
              - name: raw
                type: k8s-objects
                properties:
                  objects:
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: x, labels: {app.oam.dev/cluster: local}}}
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: z}}
              policies:
              - {name: west, type: topology, properties: {clusters: [west-1]}}
            """);

        var plan = DeliveryPlanner.Plan(Documents.Read(text), new() { Clusters = Clusters });

        plan.Faults.ShouldBeEmpty();
        plan.Deliveries.Select(delivery => (delivery.Cluster, Name: delivery.Objects.Single().Manifest["metadata"]!["name"]!.ToString())).ShouldBe([("west-1", "z"), ("east-1", "x")]);
    }

    [Fact]
    public void Without_a_topology_a_clusters_own_namespace_counts_when_the_application_names_none()
    {
        var cluster = Documents.East with { NamespaceDefault = "team" };
        Documents.Render(Documents.Web(), cluster).Objects[0].Manifest["metadata"]!["namespace"]!.ToString().ShouldBe("team");
        var named = Documents.Text("  components:\n  - {name: web, type: webservice, properties: {image: a}}", "  namespace: mine");
        Documents.Render(named, cluster).Objects[0].Manifest["metadata"]!["namespace"]!.ToString().ShouldBe("mine");
    }

    private static TopologySelection Select(string properties)
    {
        var application = Documents.Read(Documents.Web(rest: $"  policies:\n  - name: t\n    type: topology\n    properties:\n      {properties}"));
        return Topology.Select(application.Policies[0], Clusters);
    }
}
