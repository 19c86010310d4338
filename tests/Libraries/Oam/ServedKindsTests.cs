using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Objects are written in the API versions that the cluster has.</summary>
public sealed class ServedKindsTests
{
    private const string Application = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec:
          components:
          - {name: web, type: webservice, properties: {image: nginx}, traits: [{type: hpa}]}
          - {name: nightly, type: cron-task, properties: {image: busybox, schedule: "0 1 * * *"}}
        """;

    private static readonly ServedKinds Old = new(
        [("apps/v1", "Deployment", true), ("autoscaling/v1", "HorizontalPodAutoscaler", true), ("autoscaling/v2beta2", "HorizontalPodAutoscaler", true),
         ("batch/v1", "Job", true), ("batch/v1beta1", "CronJob", true)]);

    private static readonly ServedKinds New = new(
        [("apps/v1", "Deployment", true), ("autoscaling/v2", "HorizontalPodAutoscaler", true), ("batch/v1", "Job", true), ("batch/v1", "CronJob", true)]);

    [Theory]
    [InlineData(true, "autoscaling/v2beta2", "batch/v1beta1")]
    [InlineData(false, "autoscaling/v2", "batch/v1")]
    [InlineData(null, "autoscaling/v2", "batch/v1")]
    public void The_newest_version_the_cluster_serves_is_taken(bool? old, string scaler, string cron)
    {
        var rendered = Documents.Render(Application, Documents.East with { Kinds = old is null ? null : old.Value ? Old : New });
        rendered.Faults.ShouldBeEmpty();
        rendered.Objects.Select(item => $"{item.Manifest["apiVersion"]} {item.Manifest["kind"]}")
            .ShouldBe(["apps/v1 Deployment", $"{scaler} HorizontalPodAutoscaler", $"{cron} CronJob"]);
    }

    [Fact]
    public void In_one_plan_each_cluster_gets_its_own_versions()
    {
        var clusters = new[] { Documents.East with { Kinds = New }, Documents.West with { Kinds = Old } };
        var text = Application + "\n  policies: [{name: all, type: topology, properties: {clusterLabelSelector: {}}}]\n";
        var plan = DeliveryPlanner.Plan(Documents.Read(text), new() { Clusters = clusters });
        plan.Faults.ShouldBeEmpty();
        plan.Deliveries.Select(delivery => delivery.Objects[1].Manifest["apiVersion"]!.ToString()).ShouldBe(["autoscaling/v2", "autoscaling/v2beta2"]);
    }
}
