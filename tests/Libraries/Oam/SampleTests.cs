using Platform.Oam;
using Platform.Oam.Definitions;
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
        var parsed = ApplicationParser.Parse(Sample("shop/application.yaml"));
        var packages = new Dictionary<string, IReadOnlyList<string>> { ["shop"] = ["1.0.0"] };
        var result = Validation.Check(parsed, new() { Clusters = Clusters, Packages = packages });
        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();

        var package = new Dictionary<string, PackageComponent>
        {
            ["web"] = new() { Type = "webservice", Image = "registry.example/web@sha256:1" },
            ["api"] = new() { Type = "webservice", Image = "registry.example/api@sha256:2" },
            ["cache"] = new() { Type = "helm", Content = new(PackageContentKind.Chart, "packages/default/shop", "sha256:3") },
            ["settings"] = new() { Type = "config", Content = new(PackageContentKind.Config, "packages/default/shop", "sha256:4") },
        };
        var plan = DeliveryPlanner.Plan(parsed.Application!, new() { Clusters = Clusters, Revision = "shop-v1", Package = package });

        plan.Workflow.Steps.Select(step => step.Type).ShouldBe(["deploy", "suspend", "deploy"]);
        plan.Deliveries.Select(delivery => (delivery.Step, delivery.Cluster, delivery.Objects.Count))
            .ShouldBe([("deploy-east", "sandbox-1", 5), ("deploy-east", "sandbox-2", 5), ("deploy-west", "sandbox-3", 5)]);
        plan.Needs.ShouldNotBeEmpty("the chart and the configuration have yet to be fetched");
        plan.Deliveries.Select(delivery => delivery.Objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>()).ShouldBe([2, 2, 3]);
        plan.Deliveries[2].Objects[1].Manifest["spec"]!["rules"]![0]!["host"]!.ToString().ShouldBe("shop.sandbox-3.example");
    }

    [Fact]
    public void Fifty_clusters_with_values_of_their_own_take_one_step()
    {
        var clusters = Enumerable.Range(1, 50).Select(i => new ClusterFacts
        {
            Name = $"site-{i}",
            Labels = new Dictionary<string, string> { ["stage"] = "production", ["region"] = i % 2 == 0 ? "north" : "south" },
            Params = new() { ["replicas"] = 1 + (i % 5), ["registry"] = $"registry-{i}.example", ["host"] = $"shop-{i}.example" },
        }).ToList();
        var text = Sample("fifty-clusters/application.yaml");
        text.Split('\n').Length.ShouldBeLessThan(41);
        var parsed = ApplicationParser.Parse(text);
        Validation.Check(parsed, new() { Clusters = clusters }).Faults.ShouldBeEmpty();

        var plan = DeliveryPlanner.Plan(parsed.Application!, new() { Clusters = clusters });

        plan.Workflow.Steps.Count.ShouldBe(1);
        plan.Deliveries.Count.ShouldBe(50);
        var seventh = plan.Deliveries[6].Objects;
        seventh[0].Manifest["spec"]!["replicas"]!.GetValue<long>().ShouldBe(3);
        var container = seventh[0].Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!;
        container["image"]!.ToString().ShouldBe("registry-7.example/storefront/web:2.3.1");
        container["resources"]!["limits"]!["memory"]!.ToString().ShouldBe("128Mi");
        seventh[1].Manifest["spec"]!["rules"]![0]!["host"]!.ToString().ShouldBe("shop-7.example");
        plan.Deliveries[7].Objects[0].Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"].ShouldBeNull();

        clusters[3].Params.Remove("host");
        clusters[8].Params.Remove("host");
        Validation.Check(parsed, new() { Clusters = clusters }).Faults.ShouldHaveSingleItem().Detail
            .ShouldBe("${cluster.params.host} has no value on clusters site-4, site-9: give them the parameter 'host' or give a default, ${cluster.params.host ?? …}");
    }

    [Fact]
    public void The_sample_definitions_install_and_render()
    {
        var definitions = new[] { "database", "network-guard" }.Select(name =>
            DefinitionParser.Parse(Sample($"definitions/{name}.yaml"), out var faults).ShouldNotBeNull(string.Join('\n', faults)).Definition).ToList();
        var catalog = DefinitionCatalog.BuiltIn.With(definitions);
        var parsed = ApplicationParser.Parse(Sample("definitions/application.yaml"));
        Validation.Check(parsed, new() { Clusters = Clusters, Definitions = catalog, Strict = true }).Faults.ShouldBeEmpty();

        var objects = DeliveryPlanner.Plan(parsed.Application!, new() { Clusters = Clusters, Definitions = catalog }).Deliveries[0].Objects;

        objects.Select(item => $"{item.Manifest["kind"]} {item.Manifest["metadata"]!["name"]}").ShouldBe(["Cluster db", "ConfigMap db-address", "NetworkPolicy db-guard"]);
        objects[0].Manifest["spec"]!["instances"]!.GetValue<long>().ShouldBe(1);
        objects[0].Manifest["metadata"]!["annotations"]!["network-guard/from"]!.ToString().ShouldBe("web");
        objects[2].Manifest["spec"]!["ingress"]![0]!.ToJsonString().ShouldBe(
            """{"from":[{"podSelector":{"matchLabels":{"app.oam.dev/name":"ledger","app.oam.dev/component":"web"}}}],"ports":[{"port":5432}]}""");
        definitions[0].Status!.Of((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""{"spec":{"instances":2},"status":{"phase":"Creating","readyInstances":1,"instances":2}}""")!)
            .ShouldBe(("Progressing", "1/2 ready"));
    }

    internal static string Sample(string file) => File.ReadAllText(Path.Combine(Root(), "samples", file));

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Platform.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
