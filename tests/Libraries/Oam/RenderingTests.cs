using System.Text.Json.Nodes;
using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class RenderingTests
{
    [Fact]
    public void Every_object_says_whose_it_is_and_carries_the_applications_labels_and_annotations()
    {
        var text = Documents.Text(
            "  components:\n  - {name: web, type: webservice, properties: {image: a, ports: [{port: 80, expose: true}]}, traits: [{type: gateway, properties: {domain: a.example, http: {/: 80}}}]}",
            "  labels: {team: blue}\n  annotations: {note: hi, kubectl.kubernetes.io/last-applied-configuration: '{}'}");

        var objects = Renderer.Render(Documents.Read(text), new() { Cluster = Documents.East, Revision = "shop-v7" }).Objects;

        Labels(objects[0]).ShouldBe("app.oam.dev/appRevision=shop-v7 app.oam.dev/component=web app.oam.dev/name=shop app.oam.dev/namespace=default app.oam.dev/resourceType=WORKLOAD platform.oam.dev/managed-by=platform team=blue workload.oam.dev/type=webservice");
        Labels(objects[1]).ShouldBe("app.oam.dev/appRevision=shop-v7 app.oam.dev/component=web app.oam.dev/name=shop app.oam.dev/namespace=default app.oam.dev/resourceType=TRAIT platform.oam.dev/managed-by=platform team=blue trait.oam.dev/resource=webserviceExpose trait.oam.dev/type=AuxiliaryWorkload");
        Labels(objects[2]).ShouldContain("trait.oam.dev/resource=ingress trait.oam.dev/type=gateway");
        objects.ShouldAllBe(item => item.Manifest["metadata"]!["annotations"]!["note"]!.ToString() == "hi");
        objects.ShouldAllBe(item => item.Manifest["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"] == null);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        var text = Documents.Web("    traits:\n    - {type: env, properties: {env: {B: b, A: a}}}\n    - {type: labels, properties: {z: a, a: z}}");
        string Bytes() => string.Join('\n', Documents.Render(text).Objects.Select(item => item.Manifest.ToJsonString()));
        Bytes().ShouldBe(Bytes());
    }

    [Fact]
    public void An_image_of_the_package_replaces_the_components_own_and_may_be_the_only_one()
    {
        var text = Documents.Text("  components:\n  - {name: web, type: webservice}\n  - {name: api, type: worker, properties: {image: old}}", "  annotations: {platform.oam.dev/package: 'shop:1.0.0'}");
        var application = Documents.Read(text);
        var package = new Dictionary<string, PackageComponent>
        {
            ["web"] = new() { Type = "webservice", Image = "r/web@sha256:1" },
            ["api"] = new() { Type = "worker", Image = "r/api@sha256:2" },
        };

        var rendered = Renderer.Render(application, new() { Cluster = Documents.East, Package = package });

        rendered.Faults.ShouldBeEmpty();
        rendered.Objects.Select(Image).ShouldBe(["r/web@sha256:1", "r/api@sha256:2"]);
        Validation.Check(application).IsValid.ShouldBeTrue();
        Validation.Check(application, new() { Package = new Dictionary<string, PackageComponent> { ["api"] = package["api"] } }).Faults.ShouldHaveSingleItem().Detail.ShouldContain("'image' is missing");
        Renderer.Render(application, new() { Cluster = Documents.East }).Faults.ShouldHaveSingleItem().Detail.ShouldContain("'image' is missing");
    }

    [Fact]
    public void Only_the_components_asked_for_are_rendered()
    {
        var text = Documents.Text("  components:\n  - {name: web, type: webservice, properties: {image: a}}\n  - {name: api, type: worker, properties: {image: b}}");
        Renderer.Render(Documents.Read(text), new() { Cluster = Documents.East, Components = new HashSet<string> { "api" } }).Objects.ShouldHaveSingleItem().Component.ShouldBe("api");
    }

    [Fact]
    public void Environment_variables_keep_their_order_and_new_ones_come_sorted()
    {
        var text = Documents.Web("""
                properties:
                  image: a
                  env: [{name: Z, value: "1"}, {name: A, value: "2"}, {name: M, value: "3"}]
                traits:
                - {type: env, properties: {env: {A: two, K: k, B: b}, unset: [M]}}
            """);
        Env(text).ShouldBe("""[{"name":"Z","value":"1"},{"name":"A","value":"two"},{"name":"B","value":"b"},{"name":"K","value":"k"}]""");
        Env(text.Replace("unset: [M]", "replace: true", StringComparison.Ordinal)).ShouldBe("""[{"name":"A","value":"two"},{"name":"B","value":"b"},{"name":"K","value":"k"}]""");
        Documents.Render(text.Replace("unset: [M]", "containerName: wbe", StringComparison.Ordinal)).Faults.ShouldHaveSingleItem().Detail
            .ShouldBe("trait 'env' (traits[0]): container 'wbe' not found; did you mean 'web'?");
    }

    [Fact]
    public void Two_traits_that_want_different_values_conflict_and_both_are_named()
    {
        var text = Documents.Web("    traits:\n    - {type: scaler, properties: {replicas: 2}}\n    - {type: scaler, properties: {replicas: 3}}");
        var fault = Documents.FaultsOf(text).ShouldHaveSingleItem();
        fault.Detail.ShouldBe("trait 'scaler' (traits[1]): /spec/replicas would become 3, but trait 'scaler' (traits[0]) already made it 2: take one of them out or let them agree");
        fault.Path.ShouldBe("/spec/components/0/traits/1/properties");
    }

    [Fact]
    public void The_scaler_replaces_what_the_component_says()
    {
        var text = Documents.Text("  components:\n  - {name: d, type: k8s-objects, properties: {objects: [{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 2}}]}, traits: [{type: scaler, properties: {replicas: 5}}]}");
        Documents.Render(text).Objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>().ShouldBe(5);
    }

    [Fact]
    public void A_container_limit_of_its_own_overrides_the_request()
    {
        var text = Documents.Web("    properties: {image: a, cpu: \"0.1\", memory: 1Gi, limit: {cpu: \"1\"}}");
        Documents.Render(text).Objects[0].Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!.ToJsonString()
            .ShouldBe("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"0.1","memory":"1Gi"}}""");
    }

    [Fact]
    public void Node_ports_count_only_for_services_of_that_type_and_container_ports_name_the_port()
    {
        var text = Documents.Web("    properties: {image: a, exposeType: NodePort, ports: [{port: 80, containerPort: 8080, protocol: UDP, expose: true, nodePort: 30080}]}");
        Documents.Render(text).Objects[1].Manifest["spec"]!["ports"]!.ToJsonString().ShouldBe("""[{"name":"port-8080-udp","nodePort":30080,"port":80,"protocol":"UDP","targetPort":8080}]""");
        Documents.Render(text.Replace("exposeType: NodePort", "exposeType: LoadBalancer", StringComparison.Ordinal)).Objects[1].Manifest["spec"]!["ports"]![0]!["nodePort"].ShouldBeNull();
    }

    [Fact]
    public void Cluster_scoped_objects_get_no_namespace_and_discovery_knows_more_kinds()
    {
        var text = Documents.Text("  components:\n  - {name: o, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: Namespace}, {apiVersion: x.io/v1, kind: Thing}]}}");
        var rendered = Renderer.Render(Documents.Read(text), new() { Cluster = Documents.East });
        rendered.Objects.Select(item => item.Manifest["metadata"]!["namespace"]?.ToString()).ShouldBe([null, "default"]);
        rendered = Renderer.Render(Documents.Read(text), new() { Cluster = Documents.East with { Kinds = new([("x.io/v1", "Thing", false)]) } });
        rendered.Objects.ShouldAllBe(item => item.Manifest["metadata"]!["namespace"] == null);
    }

    [Fact]
    public void An_object_made_twice_is_a_warning_and_the_last_one_is_applied()
    {
        var text = Documents.Web("    properties: {image: a, ports: [{port: 80, expose: true}]}\n    traits:\n    - {type: expose, properties: {port: [9090]}}");
        var plan = DeliveryPlanner.Plan(Documents.Read(text), new() { Clusters = [Documents.East] });
        plan.Warnings.ShouldHaveSingleItem().Detail.ShouldBe("Service 'web' is made 2 times (component 'web', trait 'expose' of 'web'); the last one is what stays");
        plan.Deliveries[0].Objects.Count.ShouldBe(3);
        plan.Deliveries[0].ToApply.Count.ShouldBe(2);
        plan.Deliveries[0].ToApply[1].Trait.ShouldBe("expose");
    }

    [Fact]
    public void The_gateway_can_be_named_use_tls_and_an_existing_service()
    {
        var text = Documents.Web("    traits:\n    - {type: gateway, properties: {name: two, domain: a.example, http: {/: 80, /api: 81}, classInSpec: true, secretName: tls, existingServiceName: there, pathType: Prefix}}");
        var objects = Documents.Render(text).Objects;
        objects.Count.ShouldBe(2);
        objects[1].Manifest["metadata"]!["name"]!.ToString().ShouldBe("web-two");
        objects[1].Manifest["spec"]!.ToJsonString().ShouldBe("""{"ingressClassName":"nginx","rules":[{"host":"a.example","http":{"paths":[{"backend":{"service":{"name":"there","port":{"number":80}}},"path":"/","pathType":"Prefix"},{"backend":{"service":{"name":"there","port":{"number":81}}},"path":"/api","pathType":"Prefix"}]}}],"tls":[{"hosts":["a.example"],"secretName":"tls"}]}""");
    }

    private static string Labels(RenderedObject item) =>
        string.Join(' ', ((JsonObject)item.Manifest["metadata"]!["labels"]!).Select(label => $"{label.Key}={label.Value}"));

    private static string Image(RenderedObject item) => item.Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString();

    private static string Env(string text) => Documents.Render(text).Objects[0].Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.ToJsonString();
}
