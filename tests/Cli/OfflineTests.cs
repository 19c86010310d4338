using System.Text.Json.Nodes;
using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>The commands that need no server, on the corpora.</summary>
public sealed class OfflineTests
{
    private const string Shop = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop, namespace: web}
        spec:
          components:
            - name: api
              type: webservice
              properties: {image: "api:${cluster.labels.channel ?? 'stable'}"}
              traits:
                - type: scaler
                  properties: {replicas: "${cluster.params.replicas}"}
          policies:
            - {name: east, type: topology, properties: {clusterLabelSelector: {region: east}, namespace: shop-east}}
            - {name: here, type: topology, properties: {clusters: [local]}}

        """;

    [Fact]
    public async Task Every_live_object_of_the_corpus_has_the_health_it_should_have()
    {
        var folder = Corpus.Folder("health");
        var wrong = new List<string>();
        foreach (var line in (await File.ReadAllLinesAsync(Path.Combine(folder, "expected.tsv"), TestContext.Current.CancellationToken)).Where(x => x.Length > 0))
        {
            var (file, expected) = (line.Split('\t')[0], line.Split('\t')[1]);
            var run = await CommandLine.RunAsync(["health", "-f", Path.Combine(folder, file)]);
            if (run.Code != 0 || run.Out.Split('\n')[0] != expected)
            {
                wrong.Add($"{file}: {run.Out}{run.Error}, not {expected}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Applications_of_the_corpus_give_the_objects_they_should_give()
    {
        var folder = Corpus.Folder("applications");
        var expectations = Path.Combine(folder, "expected");
        var (same, different) = (0, new List<string>());
        foreach (var expected in Directory.EnumerateFiles(expectations, "*.yaml", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(expectations, expected);
            var run = await CommandLine.RunAsync(["render", "-f", Path.Combine(folder, name)]);
            if (run.Code != 0)
            {
                // Types that are not there yet are refused, never rendered halfway.
                run.Code.ShouldBe(2);
                run.Out.ShouldBeEmpty();
                run.Error.ShouldNotBeEmpty();
                continue;
            }

            var (got, wanted) = (Comparable(run.Out), Comparable(await ExpectedAsync(expected)));
            if (got == wanted)
            {
                same++;
            }
            else
            {
                different.Add($"{name}:\n{got}\nnot\n{wanted}");
            }
        }

        different.ShouldBeEmpty();
        same.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task With_a_cluster_its_parameters_and_the_topology_hold()
    {
        var run = await RenderAsync("{name: e1, labels: {region: east, channel: beta}, params: {replicas: 4}}");

        run.Code.ShouldBe(0, run.Error);
        var deployment = Corpus.Read(run.Out).Single();
        deployment["metadata"]!["namespace"]!.ToString().ShouldBe("shop-east");
        deployment["spec"]!["replicas"]!.ToString().ShouldBe("4");
        deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe("api:beta");
    }

    [Fact]
    public async Task A_cluster_that_no_topology_means_gets_nothing()
    {
        var run = await RenderAsync("{name: w1, labels: {region: west}, params: {replicas: 4}}");

        run.Code.ShouldBe(0, run.Error);
        run.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{name: e1, labels: {region: east}}", "replicas")]
    [InlineData("{name: e1, label: {region: east}}", "'label'")]
    [InlineData("{labels: {region: east}}", "name")]
    [InlineData("{name: e1, labels: [a]}", "labels is a map")]
    public async Task What_a_cluster_lacks_or_has_too_much_is_told(string cluster, string told)
    {
        var run = await RenderAsync(cluster);

        run.Code.ShouldBe(2);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldContain(told);
    }

    [Fact]
    public async Task Faults_are_told_with_file_path_and_place()
    {
        var run = await CommandLine.RunAsync(["render", "-f", "-"], input: Shop.Replace("type: webservice", "type: webservise", StringComparison.Ordinal));

        run.Code.ShouldBe(2);
        run.Error.ShouldContain("/spec/components/0/type (line 7, column 13)");
        run.Error.ShouldContain("webservice");
    }

    [Fact]
    public async Task What_is_no_object_has_no_health()
    {
        (await CommandLine.RunAsync(["health", "-f", "-"], input: "just: text\n")).Code.ShouldBe(2);
        (await CommandLine.RunAsync(["health", "-f", "-"], input: "")).Code.ShouldBe(2);
        (await CommandLine.RunAsync(["health", "-f", "-"], input: "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")).Out.ShouldBe("none\n");
    }

    // Written by a tool that knows YAML 1.2 only; to Kubernetes, and to us, a bare y is true.
    private static async Task<string> ExpectedAsync(string file) =>
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(": y\n", ": \"y\"\n", StringComparison.Ordinal);

    private static async Task<CommandLine.Run> RenderAsync(string cluster)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, cluster, TestContext.Current.CancellationToken);
        var run = await CommandLine.RunAsync(["render", "-f", "-", "--cluster-file", file], input: Shop);
        File.Delete(file);
        return run;
    }

    /// <summary>Objects in an order of their own, members sorted, without what the expectations leave out: empty lists, our own label.</summary>
    private static string Comparable(string yaml) => string.Join('\n', Corpus.Read(yaml).Select(Sorted).Select(x => x!.ToJsonString()).Order(StringComparer.Ordinal));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(x => x.Key, StringComparer.Ordinal)
            .Where(x => x.Key != "platform.oam.dev/managed-by" && x.Value is not JsonArray { Count: 0 })
            .Select(x => KeyValuePair.Create(x.Key, Sorted(x.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
