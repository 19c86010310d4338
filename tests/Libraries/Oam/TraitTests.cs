using System.Text.Json.Nodes;
using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Traits, where the corpus doesn't show what they do.</summary>
public sealed class TraitTests
{
    [Fact]
    public void Storage_mounts_files_devices_and_variables_and_makes_what_is_not_there_yet()
    {
        var objects = Render("""
            type: storage, properties: {
              pvc: [{name: data, mountPath: /dev/x, volumeMode: Block}, {name: old, mountPath: /old, mountOnly: true}],
              configMap: [{name: conf, mountPath: /etc/conf, data: {a: b}, mountToEnv: {envName: A, configMapKey: a}}],
              secret: [{name: key, mountToEnvs: [{envName: K, secretKey: k}], stringData: {k: v}}],
              hostPath: [{name: logs, path: /var/log, mountPath: /logs}]}
            """);

        var pods = Pods(objects[0]);
        Text(pods["containers"]![0]!["volumeDevices"]).ShouldBe("""[{"devicePath":"/dev/x","name":"pvc-data"}]""");
        Text(pods["containers"]![0]!["volumeMounts"]).ShouldBe("""[{"mountPath":"/old","name":"pvc-old"},{"mountPath":"/etc/conf","name":"configmap-conf"},{"mountPath":"/logs","name":"hostpath-logs"}]""");
        Text(pods["containers"]![0]!["env"]).ShouldBe("""[{"name":"A","valueFrom":{"configMapKeyRef":{"key":"a","name":"conf"}}},{"name":"K","valueFrom":{"secretKeyRef":{"key":"k","name":"key"}}}]""");
        Text(pods["volumes"]![2]).ShouldBe("""{"name":"configmap-conf","configMap":{"defaultMode":420,"name":"conf"}}""");
        objects.Skip(1).Select(item => $"{item.Manifest["kind"]} {item.Manifest["metadata"]!["name"]} {item.Manifest["metadata"]!["labels"]!["trait.oam.dev/resource"]}")
            .ShouldBe(["PersistentVolumeClaim data pvc-data", "ConfigMap conf configmap-conf", "Secret key secret-key"]);
        Text(objects[1].Manifest["spec"]).ShouldBe("""{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"8Gi"}},"volumeMode":"Block"}""");
    }

    [Fact]
    public void Arguments_are_added_and_taken_out()
    {
        var objects = Render("type: command, properties: {addArgs: [c, a], delArgs: [b]}", "args: [a, b]");
        Text(Pods(objects[0])["containers"]![0]!["args"]).ShouldBe("""["a","c"]""");
        Faults("type: command, properties: {args: [a], addArgs: [b]}").ShouldBe("trait 'command' (traits[0]): args and addArgs or delArgs exclude each other");
    }

    [Fact]
    public void An_account_gets_roles_for_its_privileges()
    {
        var objects = Render("type: service-account, properties: {name: bot, create: true, privileges: [{verbs: [get], resources: [pods], apiGroups: [\"\"]}, {verbs: [list], resources: [nodes], scope: cluster}]}");
        Pods(objects[0])["serviceAccountName"]!.ToString().ShouldBe("bot");
        objects.Skip(1).Select(item => $"{item.Manifest["kind"]} {item.Manifest["metadata"]!["name"]} {item.Manifest["metadata"]!["namespace"]}")
            .ShouldBe(["ServiceAccount bot default", "ClusterRole default:bot ", "ClusterRoleBinding default:bot ", "Role bot default", "RoleBinding bot default"]);
    }

    [Fact]
    public void Container_ports_join_those_there_are()
    {
        var objects = Render("type: container-ports, properties: {ports: [{containerPort: 80, hostPort: 8080}, {containerPort: 53, protocol: UDP}]}", "ports: [{port: 80, name: http}]");
        Text(Pods(objects[0])["containers"]![0]!["ports"]).ShouldBe("""[{"containerPort":80,"name":"http","protocol":"TCP","hostPort":8080},{"containerPort":53,"protocol":"UDP","name":"port-53-udp"}]""");
    }

    [Fact]
    public void Pods_get_a_strategy_a_security_context_and_hosts()
    {
        Text(Render("type: k8s-update-strategy, properties: {strategy: {rollingStrategy: {maxSurge: 1}}}")[0].Manifest["spec"]!["strategy"])
            .ShouldBe("""{"rollingUpdate":{"maxSurge":1,"maxUnavailable":"25%"},"type":"RollingUpdate"}""");
        Text(Pods(Render("type: podsecuritycontext, properties: {fsGroup: 5}")[0])["securityContext"]).ShouldBe("""{"fsGroup":5,"runAsNonRoot":true}""");
        Text(Pods(Render("type: hostalias, properties: {hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]}")[0])["hostAliases"]).ShouldBe("""[{"ip":"10.0.0.1","hostnames":["a"]}]""");
    }

    [Theory]
    [InlineData("type: json-patch, properties: {operations: [{op: remove, path: /spec/nothing}]}", "trait 'json-patch' (traits[0]): remove /spec/nothing: there is nothing at /spec/nothing")]
    [InlineData("type: json-patch, properties: {operations: [{op: add, path: /spec/a/b/c, value: 1}]}", "trait 'json-patch' (traits[0]): add /spec/a/b/c: there is nothing to hold /spec/a/b/c")]
    [InlineData("type: json-patch, properties: {operations: [{op: move, path: /a}]}", "'from' is missing: trait type 'json-patch' needs it when 'op' is 'move'")]
    [InlineData("type: startup-probe, properties: {containerName: nobody}", "trait 'startup-probe' (traits[0]): container 'nobody' not found")]
    [InlineData("type: sidecar, properties: {name: web, image: other}", "trait 'sidecar' (traits[0]): /spec/template/spec/containers/name=web/image would become \"other\", but component 'web' (webservice) already made it \"a\": take one of them out or let them agree")]
    public void A_trait_that_cannot_be_applied_says_why(string trait, string fault) => Faults(trait).ShouldBe(fault);

    [Fact]
    public void Two_traits_that_both_set_an_image_conflict()
    {
        var text = Documents.Web("    traits:\n    - {type: container-image, properties: {image: b}}\n    - {type: container-image, properties: {image: c}}");
        Documents.FaultsOf(text).ShouldHaveSingleItem().Detail.ShouldContain("trait 'container-image' (traits[1]): /spec/template/spec/containers/name=web/image would become \"c\", but trait 'container-image' (traits[0]) already made it \"b\"");
    }

    [Fact]
    public void A_trait_for_pods_on_an_object_without_any_is_a_fault()
    {
        var text = Documents.Text("  components:\n  - {name: c, type: raw, properties: {apiVersion: v1, kind: ConfigMap}, traits: [{type: hostalias, properties: {hostAliases: []}}]}");
        Documents.FaultsOf(text).ShouldHaveSingleItem().Detail.ShouldBe("trait 'hostalias' (traits[0]): component 'c' (raw) has no pods to work on");
    }

    private static string Web(string trait, string more) =>
        Documents.Web($"    properties: {{image: a{(more.Length > 0 ? ", " : "")}{more}}}\n    traits:\n    - {{{trait.Trim().Replace("\n", "\n      ", StringComparison.Ordinal)}}}");

    private static IReadOnlyList<RenderedObject> Render(string trait, string more = "")
    {
        var rendered = Documents.Render(Web(trait, more));
        rendered.Faults.ShouldBeEmpty();
        rendered.Warnings.ShouldBeEmpty();
        return rendered.Objects;
    }

    private static string Faults(string trait) => Documents.FaultsOf(Web(trait, "")).ShouldHaveSingleItem().Detail;

    private static JsonNode Pods(RenderedObject item) => item.Manifest["spec"]!["template"]!["spec"]!;

    private static string? Text(JsonNode? node) => node?.ToJsonString();
}
