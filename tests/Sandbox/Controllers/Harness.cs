using Microsoft.Extensions.Time.Testing;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Controllers;

/// <summary>One cluster whose clock the test moves, used through its API as any client would.</summary>
internal sealed class Harness : IAsyncDisposable
{
    private readonly SandboxFleet _fleet;

    private Harness(SandboxFleet fleet, FakeTimeProvider time)
    {
        (_fleet, Time) = (fleet, time);
        Client = new TestClient(Cluster.KubeconfigText);
    }

    public FakeTimeProvider Time { get; }
    public SandboxCluster Cluster => _fleet.Clusters[0];
    public TestClient Client { get; }

    public static async Task<Harness> StartAsync(Func<SandboxClusterOptions, SandboxClusterOptions>? with = null)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var options = new SandboxClusterOptions { Name = "c" };
        return new Harness(await SandboxFleet.StartAsync(new SandboxOptions { Time = time, Clusters = [with is null ? options : with(options)] }), time);
    }

    /// <summary>Creates an object from JSON with its apiVersion and kind; in `default` unless it says otherwise.</summary>
    public async Task<JsonObject> CreateAsync(string json)
    {
        var o = (JsonObject)JsonNode.Parse(json)!;
        var (code, body) = await Client.SendAsync("POST", PathOf(o, collection: true), o);
        code.ShouldBe(201, body?.ToJsonString());
        return (JsonObject)body!;
    }

    public async Task<JsonObject> PatchAsync(string path, string patch, string type = "application/merge-patch+json")
    {
        var (code, body) = await Client.SendAsync("PATCH", path, JsonNode.Parse(patch), type);
        code.ShouldBe(200, body?.ToJsonString());
        return (JsonObject)body!;
    }

    public async Task DeleteAsync(string path, string propagation = "Background") =>
        (await Client.SendAsync("DELETE", $"{path}?propagationPolicy={propagation}")).Code.ShouldBe(200);

    public JsonObject? Find(string version, string resource, string name, string ns = "default") => Cluster.Find(version, resource, ns, name);

    /// <summary>The names of the Pods that are there and not being deleted.</summary>
    public List<JsonObject> Pods(string? prefix = null) =>
        [.. Cluster.List("v1", "pods").Where(p => p.Meta()["deletionTimestamp"] is null && (prefix is null || p.Meta().Text("name")!.StartsWith(prefix, StringComparison.Ordinal)))];

    public IEnumerable<string> Reasons(string about) =>
        Cluster.List("v1", "events").Where(e => e["involvedObject"].Text("name")!.StartsWith(about, StringComparison.Ordinal)).Select(e => e.Text("reason")!);

    /// <summary>Lets time pass in steps of a tenth of a second until it is so.</summary>
    public Task UntilAsync(string what, Func<bool> condition) => Wait.UntilAsync(what, () =>
    {
        if (condition()) return true;
        Time.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    });

    /// <summary>Lets time pass and sees that it stays so.</summary>
    public async Task StaysAsync(string what, TimeSpan time, Func<bool> condition)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += time / 20)
        {
            condition().ShouldBeTrue(what);
            Time.Advance(time / 20);
            await Wait.UntilAsync("idle", () => Cluster.Inner.Controllers.IsIdle);
        }
    }

    private static string PathOf(JsonObject o, bool collection)
    {
        var (version, kind) = (o.Text("apiVersion")!, o.Text("kind")!.ToLowerInvariant());
        var plural = kind.EndsWith('s') ? kind + "es" : kind.EndsWith("ry", StringComparison.Ordinal) ? kind[..^1] + "ies" : kind + "s";
        var cluster = kind is "namespace" or "node" or "persistentvolume" or "storageclass" or "customresourcedefinition";
        var ns = cluster ? "" : $"namespaces/{o["metadata"].Text("namespace") ?? "default"}/";
        return $"{(version.Contains('/') ? "apis" : "api")}/{version}/{ns}{plural}{(collection ? "" : "/" + o["metadata"].Text("name"))}";
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _fleet.DisposeAsync();
    }
}
