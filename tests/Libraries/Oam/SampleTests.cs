using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>The samples a newcomer delivers are right.</summary>
public sealed class SampleTests
{
    private static readonly IReadOnlyList<ClusterFacts> Clusters =
    [
        new() { Name = "sandbox-1", Labels = new Dictionary<string, string> { ["region"] = "east" } },
        new() { Name = "sandbox-2", Labels = new Dictionary<string, string> { ["region"] = "east" } },
        new() { Name = "sandbox-3", Labels = new Dictionary<string, string> { ["region"] = "west" } },
    ];

    [Fact]
    public void The_shop_goes_to_both_regions_and_is_larger_in_the_west()
    {
        var parsed = ApplicationParser.Parse(File.ReadAllText(Path.Combine(Root(), "samples", "shop", "application.yaml")));
        var packages = new Dictionary<string, IReadOnlyList<string>> { ["shop"] = ["1.0.0"] };
        var result = Validation.Check(parsed, new() { Clusters = Clusters, Packages = packages });
        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();

        var plan = DeliveryPlanner.Plan(parsed.Application!, new() { Clusters = Clusters, Revision = "shop-v1" });

        plan.Workflow.Steps.Select(step => step.Type).ShouldBe(["deploy", "suspend", "deploy"]);
        plan.Deliveries.Select(delivery => (delivery.Step, delivery.Cluster, delivery.Objects.Count))
            .ShouldBe([("deploy-east", "sandbox-1", 5), ("deploy-east", "sandbox-2", 5), ("deploy-west", "sandbox-3", 5)]);
        plan.Deliveries.Select(delivery => delivery.Objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>()).ShouldBe([2, 2, 3]);
        plan.Deliveries[2].Objects[1].Manifest["spec"]!["rules"]![0]!["host"]!.ToString().ShouldBe("shop.sandbox-3.example");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Platform.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
