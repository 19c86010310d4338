using System.Text.Json.Nodes;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>The recorded answers of a real API server, replayed: they agree, or there is a reason why not.</summary>
public sealed class Recorded_answers(ITestOutputHelper output)
{
    [Theory]
    [InlineData("discovery.jsonl", false)]
    [InlineData("crud.jsonl", false)]
    [InlineData("patch.jsonl", false)]
    [InlineData("apply.jsonl", false)]
    [InlineData("watch.jsonl", false)]
    [InlineData("crd.jsonl", false)]
    [InlineData("access.jsonl", true)]
    public async Task Agree_or_differ_for_a_reason(string file, bool controllers)
    {
        var path = Corpora.Kubernetes(file);
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions { Clusters = [new() { Name = "c", Controllers = controllers, NamespaceGrace = TimeSpan.FromSeconds(3) }] });
        var name = file.Split('.')[0];
        if (name is "patch" or "apply" or "watch" or "crd" or "discovery") await MakeNamespaceAsync(fleet["c"], name == "discovery" ? "watch" : name);
        using var replay = new Replay(fleet["c"]) { LeftOut = LeftOut(name) };
        await replay.RunAsync(path);
        output.WriteLine($"{file}: {replay.Agree} agree, {replay.Differences.Count} differ");
        // A folder to write the differing answers to, for whoever looks into them.
        if (Environment.GetEnvironmentVariable("REPLAY_REPORT") is { } report)
            await File.WriteAllTextAsync(Path.Combine(report, file + ".txt"), $"{file}: {replay.Agree} agree, {replay.Differences.Count} differ\n{string.Join('\n', replay.Differences)}{string.Concat(replay.Differences.Select(d => $"\n@{d.Number} {d.Answer}"))}");
        var unexplained = replay.Differences.Where(d => Reasons.Of(file, d.Number) is null).ToList();
        unexplained.ShouldBeEmpty(string.Join('\n', unexplained));
    }

    private static Dictionary<int, Func<SandboxCluster, Task>> LeftOut(string name) => name switch
    {
        "crud" => new()
        {
            [160] = cluster => MakeConfigMapsAsync(cluster, "crud", "d1", "d2", "d3", "d4", "d5"),
            [188] = MakeScheduledPodAsync,
        },
        "watch" => new() { [43] = cluster => MakeConfigMapsAsync(cluster, "watch", "z0", "z1", "z2") },
        "access" => new()
        {
            [75] = cluster => DeleteAsync(cluster, "/api/v1/namespaces/acc/resourcequotas/q"),
            [92] = cluster => Wait.UntilAsync("the namespace is gone", () => cluster.Find("v1", "namespaces", null, "acc") is null),
        },
        _ => [],
    };

    private static async Task DeleteAsync(SandboxCluster cluster, string path)
    {
        using var client = new TestClient(cluster.KubeconfigText);
        (await client.SendAsync("DELETE", path)).Code.ShouldBe(200);
    }

    private static async Task MakeConfigMapsAsync(SandboxCluster cluster, string ns, params string[] names)
    {
        using var client = new TestClient(cluster.KubeconfigText);
        foreach (var name in names)
        {
            var meta = new JsonObject { ["name"] = name };
            if (ns == "crud") meta["labels"] = new JsonObject { ["del"] = name };
            (await client.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps?fieldManager=transcript", new JsonObject { ["metadata"] = meta })).Code.ShouldBe(201);
        }
    }

    private static async Task MakeScheduledPodAsync(SandboxCluster cluster)
    {
        using var client = new TestClient(cluster.KubeconfigText);
        var pod = JsonNode.Parse("""{"metadata":{"name":"p2"},"spec":{"nodeName":"n1","containers":[{"name":"a","image":"x:1"}]}}""");
        (await client.SendAsync("POST", "/api/v1/namespaces/crud/pods?fieldManager=transcript", pod)).Code.ShouldBe(201);
    }

    private static async Task MakeNamespaceAsync(SandboxCluster cluster, string name)
    {
        using var client = new TestClient(cluster.KubeconfigText);
        (await client.SendAsync("POST", "/api/v1/namespaces?fieldManager=transcript", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } })).Code.ShouldBe(201);
        (await client.SendAsync("POST", $"/api/v1/namespaces/{name}/serviceaccounts", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } })).Code.ShouldBe(201);
    }
}
