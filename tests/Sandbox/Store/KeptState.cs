using System.Diagnostics;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Store;

/// <summary>What a data folder keeps from one start to the next, and what it survives.</summary>
public sealed class KeptState
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private static Task<SandboxFleet> StartAsync(TempFolder folder) =>
        SandboxFleet.StartAsync(new SandboxOptions { DataDirectory = folder.Path, SnapshotDelay = TimeSpan.FromMilliseconds(50), Clusters = [new SandboxClusterOptions { Name = "c" }] });

    private static string Snapshot(TempFolder folder) => Path.Combine(folder.Path, "clusters", "c.snapshot");

    [Fact]
    public async Task Objects_ports_and_credentials_are_there_at_the_next_start()
    {
        using var folder = new TempFolder();
        string kubeconfig;
        JsonObject crontab;
        await using (var fleet = await StartAsync(folder))
        {
            kubeconfig = fleet["c"].KubeconfigText;
            using var client = new TestClient(kubeconfig);
            (await client.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", JsonNode.Parse("""
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"crontabs.example.test"},"spec":{"group":"example.test","scope":"Namespaced",
                "names":{"plural":"crontabs","singular":"crontab","kind":"CronTab"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
                """))).Code.ShouldBe(201);
            await Wait.UntilAsync("established", async () => (await client.GetAsync("/apis/example.test/v1/namespaces/default/crontabs")).Code == 200);
            (await client.SendAsync("POST", "/apis/example.test/v1/namespaces/default/crontabs", JsonNode.Parse("""{"apiVersion":"example.test/v1","kind":"CronTab","metadata":{"name":"x"},"spec":{"a":1}}"""))).Code.ShouldBe(201);
            crontab = fleet["c"].Find("example.test", "crontabs", "default", "x")!;
        }
        await using var again = await StartAsync(folder);
        JsonNode.DeepEquals(again["c"].Find("example.test", "crontabs", "default", "x"), crontab).ShouldBeTrue();
        using var old = new TestClient(kubeconfig);
        (await old.GetAsync("/apis/example.test/v1/namespaces/default/crontabs/x")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Work_that_was_interrupted_goes_on()
    {
        using var folder = new TempFolder();
        await using (var fleet = await StartAsync(folder))
        {
            fleet["c"].Behaviour.PodStart = TimeSpan.FromHours(1);
            using var client = new TestClient(fleet["c"].KubeconfigText);
            (await client.SendAsync("POST", Tests.Controllers.Manifests.DeploymentPath, JsonNode.Parse(Tests.Controllers.Manifests.Deployment("web", 1)))).Code.ShouldBe(201);
            await Wait.UntilAsync("scheduled", () => fleet["c"].List("v1", "pods").Any(p => p.Spec().Text("nodeName") is not null));
        }
        await using var again = await StartAsync(folder);
        await Wait.UntilAsync("available", () => again["c"].Find("apps", "deployments", "default", "web")!["status"].Int("availableReplicas") == 1);
    }

    [Fact]
    public async Task Work_that_was_interrupted_goes_on_though_nobody_asks_for_its_cluster()
    {
        using var folder = new TempFolder();
        await using (var fleet = await StartAsync(folder))
        {
            fleet["c"].Behaviour.PodStart = TimeSpan.FromHours(1);
            using var client = new TestClient(fleet["c"].KubeconfigText);
            (await client.SendAsync("POST", Tests.Controllers.Manifests.DeploymentPath, JsonNode.Parse(Tests.Controllers.Manifests.Deployment("web", 1)))).Code.ShouldBe(201);
            await Wait.UntilAsync("scheduled", () => fleet["c"].List("v1", "pods").Any(p => p.Spec().Text("nodeName") is not null));
        }
        await using var again = await StartAsync(folder);
        await Wait.UntilAsync("available on disk", async () => (await File.ReadAllTextAsync(Snapshot(folder), TestContext.Current.CancellationToken)).Contains("\"availableReplicas\":1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clusters_of_an_earlier_start_are_what_they_were_when_asked_before_their_turn()
    {
        using var folder = new TempFolder();
        Task<SandboxFleet> StartManyAsync() => SandboxFleet.StartAsync(new SandboxOptions { DataDirectory = folder.Path, Clusters = [.. Enumerable.Range(0, 20).Select(i => new SandboxClusterOptions { Name = $"c{i}" })] });
        await using (var fleet = await StartManyAsync())
            foreach (var cluster in fleet.Clusters)
            {
                using var client = new TestClient(cluster.KubeconfigText);
                (await client.SendAsync("POST", Maps, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "of-" + cluster.Name } })).Code.ShouldBe(201);
            }
        await using var again = await StartManyAsync();
        await Parallel.ForEachAsync(again.Clusters.Reverse(), async (cluster, _) =>
        {
            using var client = new TestClient(cluster.KubeconfigText);
            (await client.GetAsync($"{Maps}/of-{cluster.Name}")).Code.ShouldBe(200);
            (await client.GetAsync($"{Maps}/of-another")).Code.ShouldBe(404);
        });
    }

    [Fact]
    public async Task Versions_of_an_earlier_start_are_never_given_again()
    {
        using var folder = new TempFolder();
        long version;
        await using (var fleet = await StartAsync(folder)) version = fleet["c"].Version;
        await using var again = await StartAsync(folder);
        again["c"].Version.ShouldBeGreaterThan(version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_snapshot_is_set_aside_and_not_taken_for_true(bool shortened)
    {
        using var folder = new TempFolder();
        await using (await StartAsync(folder))
        {
        }
        var bytes = await File.ReadAllBytesAsync(Snapshot(folder), TestContext.Current.CancellationToken);
        if (shortened) bytes = bytes[..(bytes.Length / 2)];
        else bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Snapshot(folder), bytes, TestContext.Current.CancellationToken);
        await using var again = await StartAsync(folder);
        again["c"].Find("v1", "namespaces", null, "default").ShouldNotBeNull();
        File.Exists(Snapshot(folder) + ".damaged").ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_killed_while_it_writes_leaves_a_state_that_was()
    {
        using var folder = new TempFolder();
        var written = 0;
        for (var round = 0; round < 3; round++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SandboxFleet).Assembly.Location, "--names", "c", "--data", folder.Path]) { RedirectStandardOutput = true })!;
            (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
            using var client = new TestClient(await File.ReadAllTextAsync(Path.Combine(folder.Path, "kubeconfigs", "c.yaml"), TestContext.Current.CancellationToken));
            var there = ((JsonArray)(await client.GetAsync(Maps + "?labelSelector=n")).Body!["items"]!).Select(i => int.Parse(((JsonObject)i!).Label("n")!)).Order().ToList();
            there.ShouldBe(Enumerable.Range(0, there.Count));
            if (round > 0) there.Count.ShouldBeGreaterThan(0);
            written = there.Count;
            // The second snapshot from here on holds some of what is written here; a while later the next one is being written.
            for (var (seen, last, more) = (0, Written(folder), 20); seen < 2 || more-- > 0; written++)
            {
                var map = new JsonObject { ["metadata"] = new JsonObject { ["name"] = $"m{written}", ["labels"] = new JsonObject { ["n"] = $"{written}" } }, ["data"] = new JsonObject { ["x"] = new string('x', 200_000) } };
                (await client.SendAsync("POST", Maps, map)).Code.ShouldBe(201);
                if (Written(folder) == last) continue;
                (seen, last) = (seen + 1, Written(folder));
            }
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            File.Exists(Snapshot(folder) + ".damaged").ShouldBeFalse();
        }
    }

    private static DateTime Written(TempFolder folder) => File.GetLastWriteTimeUtc(Snapshot(folder));

    [Fact]
    public async Task Tokens_of_users_and_service_accounts_are_good_at_the_next_start_until_their_account_is_gone()
    {
        using var folder = new TempFolder();
        string user, robot;
        await using (var fleet = await StartAsync(folder))
        {
            user = fleet["c"].TokenKubeconfigFor("ann", "system:masters");
            using var admin = new TestClient(fleet["c"].KubeconfigText);
            await admin.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", JsonNode.Parse("""{"metadata":{"name":"robot"} }"""));
            var (_, made) = await admin.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts/robot/token", JsonNode.Parse("{}"));
            robot = (string)made!["status"]!["token"]!;
        }
        await using var again = await StartAsync(folder);
        using var ann = new TestClient(user);
        var review = JsonNode.Parse($$$"""{"spec":{"token":"{{{robot}}}"} }""");
        var (_, known) = await ann.SendAsync("POST", "/apis/authentication.k8s.io/v1/tokenreviews", review);
        ((bool?)known!["status"]!["authenticated"], (string?)known["status"]!["user"]!["username"]).ShouldBe((true, "system:serviceaccount:default:robot"));
        (await ann.SendAsync("DELETE", "/api/v1/namespaces/default/serviceaccounts/robot")).Code.ShouldBe(200);
        var (_, unknown) = await ann.SendAsync("POST", "/apis/authentication.k8s.io/v1/tokenreviews", review);
        ((bool?)unknown!["status"]!["authenticated"]).ShouldNotBe(true);
        (await ann.SendAsync("POST", "/apis/authentication.k8s.io/v1/tokenreviews", JsonNode.Parse($$$"""{"spec":{"token":"{{{robot}}}x"} }"""))).Body!["status"]!["authenticated"].ShouldBeNull();
    }
}
