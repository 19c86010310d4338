using System.Net;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Platform.Kubernetes;
using Platform.Local.Delivery;
using Platform.Tools;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>Workloads whose Pods carry none of the platform's labels, as charts and raw manifests have them.</summary>
public abstract class ForeignTemplates(World world)
{
    private const string Application = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: foreign, annotations: {"platform.oam.dev/package": "foreign:1.0.0"}}
        spec:
          components:
            - {name: chart, type: helm, properties: {values: {image: "registry.example/cache:broken"}}}
            - name: raw
              type: k8s-objects
              properties:
                objects:
                  - apiVersion: batch/v1
                    kind: Job
                    metadata: {name: raw}
                    spec:
                      template:
                        spec: {restartPolicy: Never, containers: [{name: main, image: "registry.example/job:1"}]}
          policies:
            - {name: one, type: topology, properties: {clusters: [east-1], namespace: foreign}}
        """;

    [Fact]
    public async Task Their_children_are_in_the_tree_and_in_the_words_and_nobody_elses_are()
    {
        foreach (var program in (string[])["git", "helm"])
            Assert.SkipUnless(new ToolBox().TryFind(program, out _), $"{program} is not installed (tests/tools/get)");
        var repository = (await SampleRepository.MakeAsync(world.DataDirectory, CancellationToken.None)).Address;
        var source = await world.Api.SendYamlAsync(
            HttpMethod.Put, "namespaces/default/sources/foreign/chart", $$"""{type: helm, chart: {git: "{{repository}}#main", path: charts/cache} }""");
        source.Status.ShouldBe(HttpStatusCode.Created, source.Text);
        await world.Api.PostAsync("namespaces/default/packages/foreign", new JsonObject { ["version"] = "1.0.0" });
        (await world.Api.GetAsync("namespaces/default/packages/foreign/1.0.0?wait=60s")).Json["phase"]!.ToString().ShouldBe("succeeded");
        var submitted = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/foreign", Application);
        submitted.Status.ShouldBe(HttpStatusCode.Accepted, submitted.Text);
        await AddStrangerAsync();

        var tree = await Eventually.Get(
            // The words come first, the tree a moment later.
            async () => await TreeAsync() is { } seen && ((string[])["ImagePullBackOff", "Pod chart", "Pod raw"]).All(seen.Contains) ? seen : null,
            "the children of the chart's Deployment and of the raw Job");

        tree.Split('\n')[0].ShouldMatch(
            @"^chart: Deployment chart: [^;]+; pod chart-\w+-\w+: [^;]*ImagePullBackOff.* = Deployment chart\(ReplicaSet chart-\w+\(Pod chart-\w+-\w+\)\)$");
        tree.Split('\n')[1].ShouldMatch(@"^raw: .*= Job raw\(Pod raw-\w+\)$");
        tree.ShouldNotContain("stranger");
    }

    private async Task AddStrangerAsync()
    {
        await using var clients = new ClusterClients(policy: new() { AllowLoopback = true });
        var east = clients.Get("east-1", world.Kubeconfig("east-1"));
        await Eventually.Get(() => world.LiveAsync("east-1", "deployments", "foreign", "chart"), "the chart to be applied");
        var stranger = (JsonObject)JsonNode.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"stranger","namespace":"foreign"},
             "spec":{"replicas":5,"selector":{"matchLabels":{"app":"stranger"}},
               "template":{"metadata":{"labels":{"app":"stranger"}},"spec":{"containers":[{"name":"main","image":"registry.example/stranger:broken"}]}}}}
            """)!;
        (await east.ApplyAsync(stranger, options: new() { FieldManager = "kubectl" })).Failure.ShouldBeNull();
    }

    /// <summary>A line for each component: its words and its objects.</summary>
    private async Task<string?> TreeAsync()
    {
        var answer = await world.Api.GetAsync("namespaces/default/applications/foreign/resources");
        if (answer.Status != HttpStatusCode.OK || answer.Json["clusters"]!.AsArray() is not [{ } east])
            return null;
        return string.Join('\n', east["components"]!.AsArray().Select(c =>
            $"{c!["component"]}: {c["message"]} = {string.Join(' ', c["objects"]!.AsArray().Where(o => o!["kind"]!.ToString() != "Service").Select(Text))}"));
    }

    private static string Text(JsonNode? item) =>
        $"{item!["kind"]} {item["name"]}" + (item["children"]!.AsArray() is { Count: > 0 } children ? $"({string.Join(' ', children.Select(Text))})" : "");
}
