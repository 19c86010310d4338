using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Every line of "Rejected at submission", with the text of the answer and its place.</summary>
public sealed class RejectionTests
{
    [Fact]
    public void All_faults_are_told_at_once_with_path_line_and_column()
    {
        var faults = Documents.FaultsOf("""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata:
              name: shop
            spec:
              components:
                - name: web
                  type: webservce
                  properties:
                    image: nginx
                - name: api
                  type: webservice
                  properties:
                    ports: 80
                  traits:
                    - type: scaler
                      properties:
                        replicas: "3"
              workflow:
                steps:
                  - name: wait
                    type: suspend
                    timeout: soon
            """);

        faults.Select(fault => fault.ToString()).ShouldBe([
            "/spec/components/0/type (line 8, column 13): component type 'webservce' isn't known; did you mean 'webservice'?",
            "/spec/components/1/properties/image (line 14, column 9): 'image' is missing: component type 'webservice' needs it",
            "/spec/components/1/properties/ports (line 14, column 16): this has to be a list, but 80 is a number: write a list, with '- ' before each element",
            "/spec/components/1/traits/0/properties/replicas (line 18, column 23): this has to be a whole number, but \"3\" is text: leave the quotes out",
            "/spec/workflow/steps/0/timeout (line 23, column 18): 'soon' isn't a duration; write a duration like 30s, 5m, 1h30m or 1d",
        ]);
    }

    [Theory]
    [InlineData("type: scalr", "trait type 'scalr' isn't known; did you mean 'scaler'?")]
    [InlineData("type: nocalhost", "trait type 'nocalhost' isn't supported yet")]
    [InlineData("type: frobnicate", "trait type 'frobnicate' isn't known; there are affinity, annotations, command, container-image, ")]
    [InlineData("typ: scaler", "'type' is missing: a trait needs it ('typ' is there: was 'type' meant?)")]
    public void An_unknown_trait_type_is_a_fault(string type, string detail)
    {
        Only(Documents.FaultsOf(Documents.Web($"    traits:\n    - {type}"))).ShouldContain(detail);
    }

    [Theory]
    [InlineData("image: [a]", "this has to be text, but a list is given")]
    [InlineData("image: nginx, cpu: 0.5", "this has to be text, but 0.5 is a number: write it in quotes, \"0.5\"")]
    [InlineData("image: nginx, env: [{name: A, value: yes}]", "this has to be text, but true is true or false (unquoted yes, no, on and off are, too): write it in quotes, \"true\"")]
    [InlineData("image: nginx, ports: [{port: 99999}]", "99999 isn't allowed here; it has to be between 1 and 65535")]
    [InlineData("image: nginx, imagePullPolicy: IfNotPresnt", "'IfNotPresnt' isn't allowed here; it has to be 'Always' or 'Never' or 'IfNotPresent'; did you mean 'IfNotPresent'?")]
    [InlineData("image: nginx, volumes: [{name: a, mountPath: /a, type: pvc}]", "'claimName' is missing: component type 'webservice' needs it when 'type' is 'pvc'")]
    [InlineData("imge: nginx", "'image' is missing: component type 'webservice' needs it ('imge' is there: was 'image' meant?)")]
    [InlineData("image: nginx, traits: []", "'traits' is at the wrong level: traits belong to a component, beside its properties: spec.components[].traits")]
    public void A_wrong_property_is_a_fault_that_says_what_would_be_right(string properties, string detail)
    {
        Only(Documents.FaultsOf(Documents.Web($"    properties: {{{properties}}}"))).ShouldBe(detail);
    }

    [Fact]
    public void Traits_beside_the_components_are_at_the_wrong_level()
    {
        Only(Documents.FaultsOf(Documents.Web(rest: "  traits: []"))).ShouldStartWith("'traits' is at the wrong level");
    }

    [Theory]
    [InlineData("Shop")]
    [InlineData("shop_1")]
    [InlineData("-shop")]
    [InlineData("a.b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_name_no_object_may_have_is_a_fault(string name)
    {
        var text = Documents.Web().Replace("name: shop", $"name: {name}", StringComparison.Ordinal);
        Documents.FaultsOf(text).ShouldContain(fault => fault.Path == "/metadata/name" && fault.Detail.Contains("can't be the name of an application", StringComparison.Ordinal));
        Documents.FaultsOf(Documents.Web().Replace("name: web", $"name: {name}", StringComparison.Ordinal))
            .ShouldContain(fault => fault.Path == "/spec/components/0/name");
    }

    [Fact]
    public void An_object_whose_name_no_object_may_have_is_a_fault()
    {
        var text = Documents.Text("""
              components:
              - name: raw
                type: k8s-objects
                properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: Not_A_Name}}]}
            """);
        Only(Documents.FaultsOf(text)).ShouldContain("'Not_A_Name' can't be the name of a ConfigMap");
    }

    [Theory]
    [InlineData("- {name: a, type: worker, properties: {image: a}, dependsOn: [b]}\n  - {name: b, type: worker, properties: {image: a}, dependsOn: [c]}\n  - {name: c, type: worker, properties: {image: a}, dependsOn: [a]}", "components depend on each other in a circle: a → b → c → a")]
    [InlineData("- {name: a, type: worker, properties: {image: a}, dependsOn: [a]}", "components depend on each other in a circle: a → a")]
    [InlineData("- {name: web, type: worker, properties: {image: a}}\n  - {name: b, type: worker, properties: {image: a}, dependsOn: [wev]}", "component 'b' depends on component 'wev', which doesn't exist; did you mean 'web'?")]
    public void Dependencies_have_to_exist_and_not_go_round(string components, string detail)
    {
        Only(Documents.FaultsOf(Documents.Text($"  components:\n  {components}"))).ShouldBe(detail);
    }

    [Theory]
    [InlineData("inputs: [{from: x, parameterKey: env}]", "component 'web' takes 'x', which no component and no step gives as an output")]
    [InlineData("inputs: [{from: out, parameterKey: 'env['}]", "parameterKey 'env[' can't be read: a name is missing at the end; write a path such as data.key or objects[0].data")]
    [InlineData("inputs: [{from: out, parameterKey: 'cmd[3]'}]", "the parameterKey points at '3' of a list with 0 elements")]
    [InlineData("outputs: [{name: mine, valueFrom: 'output.status['}]", "valueFrom of component 'web' can't be read: a name is missing at the end")]
    [InlineData("inputs: [{from: out, parameterKey: image}], outputs: [{name: back, valueFrom: output.metadata.name}]", "components depend on each other in a circle: db → web → db")]
    public void Values_have_to_be_given_before_they_are_taken(string more, string detail)
    {
        var text = Documents.Text($$"""
              components:
              - {name: web, type: worker, properties: {image: a, cmd: []}, {{more}}}
              - {name: db, type: worker, properties: {image: a}, outputs: [{name: out, valueFrom: output.metadata.name}]{{(more.Contains("back", StringComparison.Ordinal) ? ", inputs: [{from: back}]" : "")}}}
            """);
        Only(Documents.FaultsOf(text)).ShouldBe(detail);
    }

    [Fact]
    public void An_expression_over_an_input_that_is_not_declared_is_a_fault()
    {
        Only(Documents.FaultsOf(Documents.Web("    properties: {image: '${inputs.tag}'}"))).ShouldBe("there is no input 'tag' here: declare it, inputs: [{from: tag}]");
    }

    [Theory]
    [InlineData("{name: p, type: garbage-collect, properties: {order: dependencies}}", "'dependencies' isn't allowed here; it has to be 'dependency'; did you mean 'dependency'?")]
    [InlineData("{name: p, type: garbage-collect, properties: {rules: [{strategy: never}]}}", "'selector' is missing: policy type 'garbage-collect' needs it")]
    [InlineData("{name: p, type: apply-once, properties: {enable: \"yes\"}}", "this has to be true or false, but \"yes\" is text: leave the quotes out")]
    [InlineData("{name: p, type: resource-update, properties: {rules: [{selector: {}, strategy: {op: recreate}}]}}", "'recreate' isn't allowed here; it has to be 'patch' or 'replace'")]
    [InlineData("{name: p, type: replication}", "'keys' is missing: policy type 'replication' needs it")]
    [InlineData("{name: p, type: read-ony}", "policy type 'read-ony' isn't known; did you mean 'read-only'?")]
    public void A_wrong_policy_is_a_fault(string policy, string detail)
    {
        Only(Documents.FaultsOf(Documents.Web(rest: $"  policies:\n  - {policy}"))).ShouldBe(detail);
    }

    [Theory]
    [InlineData("- {name: a, type: deploy, properties: {policies: [nowhere]}}", "step 'a' names policy 'nowhere', which doesn't exist")]
    [InlineData("- {name: a, type: apply-component, properties: {component: wbe}}", "step 'a' names component 'wbe', which doesn't exist; did you mean 'web'?")]
    [InlineData("- {name: a, type: apply-component}", "'component' is missing: step type 'apply-component' needs it")]
    [InlineData("- {name: a, type: supend}", "step type 'supend' isn't known; did you mean 'suspend'?")]
    [InlineData("- {name: a, type: webhook}", "'url' is missing: step type 'webhook' needs it")]
    [InlineData("- {name: a, type: webhook, properties: {url: {}}}", "'value' or 'secretRef' is missing: step type 'webhook' needs one of them")]
    [InlineData("- {name: a, type: notification, properties: {slak: {}}}", "'slack' or 'dingding' or 'lark' or 'email' is missing: step type 'notification' needs one of them")]
    [InlineData("- {name: a, type: export2secret, properties: {secretName: s, kind: docker-registry}}", "'dockerRegistry' is missing: step type 'export2secret' needs it when 'kind' is 'docker-registry'")]
    [InlineData("- {name: a, type: apply-object, properties: {value: {kind: Pod}}}", "'apiVersion' is missing: step type 'apply-object' needs it")]
    [InlineData("- {name: a, type: request, properties: {url: 'http://x', method: FETCH}}", "'FETCH' isn't allowed here; it has to be 'GET' or 'POST' or 'PUT' or 'DELETE'")]
    [InlineData("- {name: a, type: suspend, subSteps: [{name: b, type: suspend}]}", "a suspend step can't have sub-steps; a step-group can")]
    [InlineData("- {name: a, type: step-group, subSteps: [{name: b, type: step-group}]}", "a step-group can't stand within another")]
    [InlineData("- {name: a, type: step-group, subSteps: [{name: b, type: supend}]}", "step type 'supend' isn't known; did you mean 'suspend'?")]
    [InlineData("- {name: a, type: suspend, dependsOn: [b]}\n    - {name: b, type: suspend}", "step 'a' needs step 'b', which comes after it; change their order, or write mode: {steps: DAG}")]
    [InlineData("- {name: a, type: print-message-in-status, inputs: [{from: x, parameterKey: message}]}\n    - {name: b, type: suspend, outputs: [{name: x, valueFrom: context.name}]}", "step 'a' needs step 'b', which comes after it; change their order, or write mode: {steps: DAG}")]
    [InlineData("- {name: a, type: print-message-in-status, inputs: [{from: x, parameterKey: message}]}", "step 'a' takes 'x', which no component and no step gives as an output")]
    [InlineData("- {name: a, type: suspend, outputs: [{name: x, valueFrom: 'context.name +'}]}", "valueFrom of step 'a' can't be read: a value is missing")]
    [InlineData("- {name: a, type: suspend, properties: {duration: never}}", "'never' isn't a duration; write a duration like 30s, 5m, 1h30m or 1d")]
    [InlineData("- {name: a, type: suspend, dependsOn: [b]}", "step 'a' depends on step 'b', which doesn't exist")]
    [InlineData("- {name: a, type: suspend, dependsOn: [b]}\n    - {name: b, type: suspend, dependsOn: [a]}", "steps depend on each other in a circle: a → b → a")]
    [InlineData("- {name: a, type: suspend}\n    - {name: a, type: suspend}", "step name 'a' is used twice; the first is at /spec/workflow/steps/0 (line 14)")]
    public void A_step_that_cannot_be_run_is_a_fault(string steps, string detail)
    {
        Only(Documents.FaultsOf(Documents.Web(rest: $"  workflow:\n    steps:\n    {steps}"))).ShouldBe(detail);
    }

    [Fact]
    public void A_reference_to_a_workflow_that_is_not_there_is_a_fault()
    {
        Only(Documents.FaultsOf(Documents.Web(rest: "  workflow: {ref: steps}"))).ShouldBe("there is no Workflow 'steps' in this file");
    }

    [Theory]
    [InlineData("shop", "'shop' isn't a package reference: write name:version, for example shop:1.4.0 or shop:^1.4")]
    [InlineData("shop:banana", "'banana' is neither a semantic version (1.4.0) nor a range of them (^1.4, 1.x, >=1.2 <2)")]
    [InlineData("shopp:1.0.0", "application package 'shopp' doesn't exist; did you mean 'shop'?")]
    [InlineData("shop:^2.0", "application package 'shop' has no version ^2.0, only 1.0.0, 1.4.2")]
    [InlineData("shop:^1.1", null)]
    public void A_package_has_to_exist(string reference, string? detail)
    {
        var text = Documents.Text("  components:\n  - {name: web, type: webservice}", $"  annotations: {{platform.oam.dev/package: '{reference}'}}");
        var faults = Documents.FaultsOf(text, new() { Packages = new Dictionary<string, IReadOnlyList<string>> { ["shop"] = ["1.0.0", "1.4.2"] } })
            .Where(fault => fault.Path == "/metadata/annotations/platform.oam.dev~1package").ToList();
        if (detail is null) faults.ShouldBeEmpty();
        else Only(faults).ShouldBe(detail);
    }

    [Fact]
    public void A_cluster_that_does_not_exist_is_a_fault()
    {
        var text = Documents.Web(rest: "  policies:\n  - {name: t, type: topology, properties: {clusters: [east-1, wset-1]}}");
        var input = new ValidationInput { Clusters = [Documents.East, Documents.West] };
        var fault = Documents.FaultsOf(text, input).ShouldHaveSingleItem();
        fault.Detail.ShouldBe("cluster 'wset-1' isn't known; did you mean 'west-1'?");
        fault.Path.ShouldBe("/spec/policies/0/properties/clusters/1");
        Documents.FaultsOf(text).ShouldBeEmpty();
    }

    [Fact]
    public void A_step_that_names_a_cluster_which_does_not_exist_is_a_fault()
    {
        var text = Documents.Web(rest: "  workflow:\n    steps:\n    - {name: a, type: apply-component, properties: {component: web, cluster: eats-1}}");
        var fault = Documents.FaultsOf(text, new() { Clusters = [Documents.East] }).ShouldHaveSingleItem();
        fault.Detail.ShouldBe("step 'a': cluster 'eats-1' isn't known; did you mean 'east-1'?");
        fault.Path.ShouldBe("/spec/workflow/steps/0/properties/cluster");
        Only(Documents.FaultsOf(Documents.Web(), new() { Clusters = [] })).ShouldBe("step 'web': cluster 'local' isn't known; none is registered");
    }

    private static string Only(IReadOnlyList<Fault> faults) => faults.ShouldHaveSingleItem(string.Join('\n', faults)).Detail;
}
