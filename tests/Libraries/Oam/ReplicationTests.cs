using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>A deploy step delivers components once for each key of a replication policy.</summary>
public sealed class ReplicationTests
{
    private const string Yaml = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec:
          components:
            - {name: web, type: webservice, properties: {image: "a:1", ports: [{port: 80, expose: true}]}, traits: [{type: scaler, properties: {replicas: 2}}]}
            - {name: site, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: "site${component.replica}"}}]}}
            - {name: once, type: worker, properties: {image: "b:1"}}
          policies:
            - {name: pools, type: replication, properties: {keys: [north, south], selector: [web, site]}}
          workflow: {steps: [{name: all, type: deploy, properties: {policies: [pools]}}]}
        """;

    [Fact]
    public void Each_copy_has_names_and_selectors_of_its_own()
    {
        var plan = DeliveryPlanner.Plan(Documents.Read(Yaml), new() { Clusters = [Documents.East] });

        plan.Faults.ShouldBeEmpty();
        plan.Warnings.ShouldBeEmpty();
        var objects = plan.Deliveries.ShouldHaveSingleItem().ToApply;
        objects.Select(item => $"{item.Manifest["kind"]} {item.Manifest["metadata"]!["name"]} {item.Manifest["metadata"]!["labels"]!["app.oam.dev/replicaKey"]}".TrimEnd()).ShouldBe(
        [
            "Deployment web-north north", "Service web-north north", "Deployment web-south south", "Service web-south south",
            "ConfigMap sitenorth north", "ConfigMap sitesouth south", "Deployment once",
        ]);
        objects.Where(item => item.Component == "web").Select(item => $"{item.Manifest["spec"]!["selector"]!["matchLabels"]?["app.oam.dev/component"] ?? item.Manifest["spec"]!["selector"]!["app.oam.dev/component"]}")
            .ShouldBe(["web-north", "web-north", "web-south", "web-south"]);
        objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public void Keys_that_are_no_names_and_components_that_do_not_exist_are_refused()
    {
        var wrong = Documents.Read(Yaml.Replace("[north, south]", "[north, No_rth, north]", StringComparison.Ordinal).Replace("[web, site]", "[web, sit]", StringComparison.Ordinal));

        Validation.Check(wrong).Faults.Select(fault => $"{fault.Path} {fault.Detail}").ShouldBe(
        [
            "/spec/policies/0/properties/keys/1 'No_rth' can't be part of a name: lower-case letters, digits and '-', starting and ending with a letter or digit, at most 63 characters",
            "/spec/policies/0/properties/keys/2 key 'north' is used twice",
            "/spec/policies/0/properties/selector/1 there is no component 'sit'; did you mean 'site'?",
        ]);
    }
}
