using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Platform.Hosting;

namespace Platform.Status.Tests;

public sealed class StatisticsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_a_namespace_a_cluster_and_an_application_are_told_in_numbers()
    {
        await using var east = await FakeCluster.StartAsync();
        await using var west = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:UnreachableAfter=00:00:03");
        foreach (var (name, cluster, available) in new[] { ("east", east, 1), ("west", west, 0) })
        {
            await status.RegisterAsync(name, cluster);
            await status.AppliedAsync(name, [cluster.Put(Live.Deployment("web", available)), cluster.Put(Live.ConfigMap("settings"))], revision: available + 1, print: status.Print);
        }
        await status.AppliedAsync("east", [east.Put(Live.ConfigMap("other"))], application: "other");
        east.Remove(east.All().Single(o => o["metadata"]!["name"]!.ToString() == "settings"));

        await ShouldComeToAsync(status, "namespaces/shop/applications/web/statistics", """
            {"revision":2,"phase":"starting","health":"Missing","clusters":{"count":2,"health":{"progressing":1,"missing":1}},"revisions":{"1":1,"2":1},
             "components":{"settings":{"count":2,"health":{"healthy":1,"missing":1}},"web":{"count":2,"health":{"healthy":1,"progressing":1}}},"objects":4,"drifted":0}
            """);
        await ShouldComeToAsync(status, "namespaces/shop/statistics", """
            {"applications":{"count":2,"health":{"healthy":1,"missing":1}},"phases":{"starting":2},
             "namespaces":[{"namespace":"shop","applications":{"count":2,"health":{"healthy":1,"missing":1}}}],
             "clusters":[{"cluster":"east","reachable":true,"applications":{"count":2,"health":{"healthy":1,"missing":1}}},
                         {"cluster":"west","reachable":true,"applications":{"count":1,"health":{"progressing":1}}}]}
            """);

        await west.DownAsync();
        await ShouldComeToAsync(status, "clusters/west/statistics", """{"cluster":"west","reachable":false,"applications":{"count":1,"health":{"unknown":1}}}""");
        await ShouldComeToAsync(status, "statistics", """
            {"applications":{"count":2,"health":{"healthy":1,"unknown":1}},"phases":{"starting":2},
             "namespaces":[{"namespace":"shop","applications":{"count":2,"health":{"healthy":1,"unknown":1}}}],
             "clusters":[{"cluster":"east","reachable":true,"applications":{"count":2,"health":{"healthy":1,"missing":1}}},
                         {"cluster":"west","reachable":false,"applications":{"count":1,"health":{"unknown":1}}}]}
            """);

        // Of others' namespaces not even the number is told.
        using var stranger = status.Client(new RoleGrant(Role.Viewer, "other"));
        (await stranger.GetFromJsonAsync<JsonNode>("statistics"))!["applications"]!["count"]!.GetValue<int>().ShouldBe(0);
        (await stranger.GetFromJsonAsync<JsonNode>("clusters/east/statistics"))!["applications"]!["count"]!.GetValue<int>().ShouldBe(0);
        (await stranger.GetAsync("namespaces/shop/statistics")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stranger.GetAsync("clusters/north/statistics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task ShouldComeToAsync(StatusHost status, string path, string expected)
    {
        using var client = status.Client();
        var (want, got) = (JsonNode.Parse(expected)!, (JsonNode?)null);
        var until = TimeProvider.System.GetUtcNow().AddSeconds(120);
        do
        {
            using var answer = await client.GetAsync(path);
            got = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
            (got?["clusters"] as JsonArray)?.ToList().ForEach(c => c!.AsObject().Remove("lastSeen"));
            (got as JsonObject)?.Remove("lastSeen");
            if (JsonNode.DeepEquals(got, want))
                return;
            await Task.Delay(20);
        }
        while (TimeProvider.System.GetUtcNow() < until);
        got?.ToJsonString().ShouldBe(want.ToJsonString());
    }
}
