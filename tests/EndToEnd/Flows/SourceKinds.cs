using System.Net;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Platform.Local.Delivery;
using Platform.Tools;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>A component of every kind of source, from its registration to the cluster, through one package.</summary>
public abstract class SourceKinds(World world)
{
    private const string Application = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: kinds, annotations: {"platform.oam.dev/package": "kinds:1.0.0"}}
        spec:
          components:
            - {name: built, type: webservice, properties: {ports: [{port: 8081}]}}
            - {name: existing, type: worker}
            - {name: job, type: task, properties: {cmd: [/bin/migrate]}}
            - {name: chart, type: helm, properties: {values: {replicas: 2}}}
            - {name: tree, type: kustomize, properties: {namePrefix: here-}}
            - {name: plain, type: k8s-objects}
            - {name: settings, type: config}
            - {name: secrets, type: config}
          policies:
            - {name: one, type: topology, properties: {clusters: [east-1], namespace: kinds}}
        """;

    [Fact]
    public async Task A_component_of_every_kind_of_source_reaches_the_cluster()
    {
        foreach (var program in (string[])["git", "buildah", "busybox", "helm", "kubectl"])
            Assert.SkipUnless(new ToolBox().TryFind(program, out _), $"{program} is not installed (tests/tools/get)");
        await world.PushImageAsync("kinds/existing", "1.0.0");
        var repository = (await SampleRepository.MakeAsync(world.DataDirectory, CancellationToken.None)).Address;
        foreach (var (component, source) in Sources(repository))
        {
            var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"namespaces/default/sources/kinds/{component}", source);
            answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        }

        await world.Api.PostAsync("namespaces/default/packages/kinds", new JsonObject { ["version"] = "1.0.0" });
        var package = await world.Api.GetAsync("namespaces/default/packages/kinds/1.0.0?wait=60s");
        package.Json["phase"]!.ToString().ShouldBe("succeeded", package.Text);
        package.Text.ShouldNotContain("hunter2");
        var submitted = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/kinds", Application);
        submitted.Status.ShouldBe(HttpStatusCode.Accepted, submitted.Text);
        await world.Api.RolloutAsync(submitted.Location!, "succeeded");

        Image(await LiveAsync("deployments", "built")).ShouldContain("/images/default/kinds@sha256:");
        Image(await LiveAsync("deployments", "existing")).ShouldContain("/kinds/existing@sha256:");
        (await LiveAsync("deployments", "chart"))["spec"]!["replicas"]!.GetValue<int>().ShouldBe(2);
        (await LiveAsync("configmaps", "here-tree"))["data"]!["from"]!.ToString().ShouldBe("kustomize");
        (await LiveAsync("configmaps", "plain"))["data"]!["from"]!.ToString().ShouldBe("manifests");
        (await LiveAsync("configmaps", "settings"))["data"]!["theme"]!.ToString().ShouldBe("dark");
        (await LiveAsync("secrets", "secrets"))["data"]!["password"]!.ToString().ShouldBe(Convert.ToBase64String("hunter2"u8));
    }

    private static (string Component, string Source)[] Sources(string repository) =>
    [
        ("built", $$"""{type: webservice, image: {git: "{{repository}}#main", path: api} }"""),
        ("existing", "{type: worker, image: {ref: platform.local/kinds/existing:1.0.0}}"),
        ("job", "{type: task, image: {ref: platform.local/kinds/existing:1.0.0}, properties: {count: 1}}"),
        ("chart", $$"""{type: helm, chart: {git: "{{repository}}#main", path: charts/cache} }"""),
        ("tree", """
            type: kustomize
            kustomize:
              files:
                kustomization.yaml: "resources: [map.yaml]"
                map.yaml: "{apiVersion: v1, kind: ConfigMap, metadata: {name: tree}, data: {from: kustomize}}"
            """),
        ("plain", """
            type: k8s-objects
            manifests:
              files:
                map.yaml: "{apiVersion: v1, kind: ConfigMap, metadata: {name: plain}, data: {from: manifests}}"
            """),
        ("settings", "{type: config, config: {values: {theme: dark}}}"),
        ("secrets", "{type: config, config: {secret: true, values: {password: hunter2}}}"),
    ];

    private async Task<JsonObject> LiveAsync(string resource, string name) =>
        (await world.LiveAsync("east-1", resource, "kinds", name)).ShouldNotBeNull($"{resource} {name}");

    private static string Image(JsonObject workload) => workload["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString();
}
