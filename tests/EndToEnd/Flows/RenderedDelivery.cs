using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Platform.Oci;
using Platform.Tools;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>A chart, a Kustomize tree and configuration, rendered by the real tools and delivered through the gateway.</summary>
public abstract class RenderedDelivery(World world)
{
    private const string Applications = "namespaces/default/applications";

    private static readonly Dictionary<string, string> Chart = new()
    {
        ["engine/Chart.yaml"] = "apiVersion: v2\nname: engine\nversion: 1.0.0\n",
        ["engine/values.yaml"] = "color: blue\nparts: 2\n",
        ["engine/crds/gears.yaml"] = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gears.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: gears, singular: gear, kind: Gear, listKind: GearList}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
            """,
        ["engine/templates/a-gear.yaml"] = "apiVersion: example.com/v1\nkind: Gear\nmetadata: {name: first}\nspec: {teeth: 12}\n",
        ["engine/templates/deployment.yaml"] = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: engine}
            spec:
              replicas: 1
              selector: {matchLabels: {app: engine}}
              template:
                metadata: {labels: {app: engine}}
                spec: {containers: [{name: engine, image: "nginx:1.25", env: [{name: COLOR, value: {{ .Values.color | quote }}}]}]}
            """,
        ["engine/templates/parts.yaml"] = "{{ range until (int .Values.parts) }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: part-{{ . }}}\n{{ end }}\n",
    };

    [Fact]
    public async Task A_chart_a_tree_and_configuration_are_delivered_with_values_of_each_cluster_and_pruned()
    {
        foreach (var program in (string[])["helm", "kubectl", "git"])
            Assert.SkipWhen(!new ToolBox().TryFind(program, out _), $"{program} is not here: tests/tools/get {program}");
        await PushChartAsync();
        await CommitTreeAsync();

        var first = await SubmitAsync(parts: 2);
        (await world.Api.RolloutAsync(first, "succeeded"))["clusters"]!.AsArray().ShouldAllBe(cluster => cluster!["phase"]!.ToString() == "healthy");

        foreach (var cluster in world.ClusterNames)
        {
            var engine = (await world.LiveAsync(cluster, "deployments", "rendered", "engine")).ShouldNotBeNull();
            engine["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]![0]!["value"]!.ToString().ShouldBe($"as {cluster}");
            (await world.LiveAsync(cluster, "deployments", "rendered", "prod-front")).ShouldNotBeNull();
            (await world.LiveAsync(cluster, "configmaps", "rendered", "part-1")).ShouldNotBeNull();
            (await world.LiveAsync(cluster, "secrets", "rendered", "keys"))!["data"]!["pass"]!.ToString().ShouldBe(Convert.ToBase64String("word"u8));
        }

        await Eventually.Get(
            async () => (await world.Api.GetAsync($"{Applications}/rendered/resources")).Text is { } tree && tree.Contains("\"Gear\"", StringComparison.Ordinal) ? tree : null,
            "the chart's own kind in the tree");
        await world.Api.RolloutAsync(await SubmitAsync(parts: 1), "succeeded");
        (await world.LiveAsync("east-1", "configmaps", "rendered", "part-1")).ShouldBeNull("the chart no longer makes it");
        (await world.LiveAsync("east-1", "configmaps", "rendered", "part-0")).ShouldNotBeNull();

        var dry = await world.Api.SendYamlAsync(HttpMethod.Post, $"{Applications}?dryRun=true", Application(parts: 1));
        dry.Status.ShouldBe(HttpStatusCode.OK, dry.Text);
        dry.Text.ShouldNotContain(Convert.ToBase64String("word"u8));
    }

    private async Task<string> SubmitAsync(int parts)
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"{Applications}/rendered", Application(parts));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return answer.Location!;
    }

    private string Application(int parts) => $$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: rendered}
        spec:
          components:
            - name: engine
              type: helmchart
              properties:
                chart: {source: "oci://platform.local/charts/engine", version: ^1}
                values: {color: "as ${cluster.name}", parts: {{parts}} }
            - name: front
              type: kustomize
              properties: {url: "file://{{world.SourceFolder}}", path: prod}
            - name: keys
              type: config
              properties: {secret: true, data: {pass: word} }
          policies:
            - name: where
              type: topology
              properties: {namespace: rendered, clusterLabelSelector: {} }
        """;

    /// <summary>As <c>helm push</c> would.</summary>
    private async Task PushChartAsync()
    {
        using var registries = new Registries(new RegistriesOptions());
        var store = new ArtifactStoreOptions { Directory = Path.Combine(world.DataDirectory, "artifacts") }.Open(registries);
        var ct = TestContext.Current.CancellationToken;
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            foreach (var (path, text) in Chart)
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) }, ct);
        }

        var chart = await store.PushBlobAsync("charts/engine", PackageNames.ChartContent, packed.ToArray(), ct);
        var config = await store.PushBlobAsync("charts/engine", "application/vnd.cncf.helm.config.v1+json", "{}"u8.ToArray(), ct);
        await store.PushManifestAsync("charts/engine", new Manifest { Config = config, Layers = [chart] }, "1.0.0", ct);
    }

    private async Task CommitTreeAsync()
    {
        var files = new Dictionary<string, string>
        {
            ["base/kustomization.yaml"] = "resources: [front.yaml]\n",
            ["base/front.yaml"] = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: front}
                spec:
                  selector: {matchLabels: {app: front}}
                  template: {metadata: {labels: {app: front}}, spec: {containers: [{name: front, image: "nginx:1.25"}]}}
                """,
            ["prod/kustomization.yaml"] = "resources: [../base]\nnamePrefix: prod-\n",
        };
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(world.SourceFolder, path))!);
            await File.WriteAllTextAsync(Path.Combine(world.SourceFolder, path), text);
        }

        await GitAsync("init", "--quiet");
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "front");
    }

    private async Task GitAsync(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", world.SourceFolder, .. arguments]))!;
        await git.WaitForExitAsync();
        git.ExitCode.ShouldBe(0);
    }
}
