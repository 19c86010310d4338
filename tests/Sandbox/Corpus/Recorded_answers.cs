using System.Text.Json.Nodes;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>
/// The recorded answers of a real API server, replayed. The floor is what agreed when it was last raised (a little less where the order of events decides): nothing that agreed may differ again.
/// </summary>
public sealed class Recorded_answers(ITestOutputHelper output)
{
    [Theory]
    [InlineData("discovery.jsonl", 43, false)]
    [InlineData("crud.jsonl", 166, false)]
    [InlineData("patch.jsonl", 62, false)]
    [InlineData("apply.jsonl", 149, false)]
    [InlineData("watch.jsonl", 20, false)]
    [InlineData("crd.jsonl", 18, false)]
    [InlineData("access.jsonl", 52, true)]
    public async Task Agree_as_far_as_they_did(string file, int floor, bool controllers)
    {
        var path = Corpora.Kubernetes(file);
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions { Clusters = [new() { Name = "c", Controllers = controllers }] });
        var name = file.Split('.')[0];
        if (name is "patch" or "apply" or "watch" or "crd") await MakeNamespaceAsync(fleet["c"], name);
        using var replay = new Replay(fleet["c"]) { Before = name == "crud" ? LeftOutAsync : null };
        await replay.RunAsync(path);
        var summary = $"{file}: {replay.Agree} agree, {replay.Differences.Count} differ\n{string.Join('\n', replay.Differences)}";
        output.WriteLine(summary);
        if (Environment.GetEnvironmentVariable("REPLAY_REPORT") is { } report) await File.WriteAllTextAsync(Path.Combine(report, file + ".txt"), summary);
        replay.Agree.ShouldBeGreaterThanOrEqualTo(floor, summary);
    }

    /// <summary>The set-up the recording leaves out: ConfigMaps d1 to d5 and a scheduled Pod p2.</summary>
    private static async Task LeftOutAsync(SandboxCluster cluster, int number)
    {
        using var client = new TestClient(cluster.KubeconfigText);
        var agent = "&fieldManager=transcript";
        if (number == 160)
            for (var i = 1; i <= 5; i++)
            {
                var map = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = $"d{i}", ["labels"] = new JsonObject { ["del"] = $"d{i}" } },
                    ["data"] = new JsonObject { ["k"] = "v" },
                };
                (await client.SendAsync("POST", "/api/v1/namespaces/crud/configmaps?x=1" + agent, map)).Code.ShouldBe(201);
            }
        if (number == 188)
        {
            var pod = JsonNode.Parse("""{"metadata":{"name":"p2"},"spec":{"containers":[{"name":"a","image":"x"}]}}""")!;
            (await client.SendAsync("POST", "/api/v1/namespaces/crud/pods?x=1" + agent, pod)).Code.ShouldBe(201);
            (await client.SendAsync("POST", "/api/v1/namespaces/crud/pods/p2/binding", JsonNode.Parse("""{"metadata":{"name":"p2"},"target":{"kind":"Node","name":"n1"}}"""))).Code.ShouldBe(201);
        }
    }

    private static async Task MakeNamespaceAsync(SandboxCluster cluster, string name)
    {
        using var client = new TestClient(cluster.KubeconfigText);
        (await client.SendAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } })).Code.ShouldBe(201);
        (await client.SendAsync("POST", $"/api/v1/namespaces/{name}/serviceaccounts", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } })).Code.ShouldBe(201);
    }
}
