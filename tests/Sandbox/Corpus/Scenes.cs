using Platform.Sandbox.Behaviour;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Store;
using Platform.Sandbox.Tests.Controllers;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>
/// Plays the scenes of a recording of controllers: its watches cover a scene each, its requests are sent one after the other, each when
/// everything that followed from the one before has happened. Time is the test's.
/// </summary>
internal sealed class Scenes(Harness world)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>For so long nothing may change before the next request: longer than the progress deadline of the recording.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly List<Change> _changes = [];
    private readonly Canon _recorded = new();
    private readonly Canon _told = new();

    public int Agree { get; private set; }
    public List<Difference> Differences { get; } = [];

    public async Task PlayAsync(string path)
    {
        var cluster = world.Cluster.Inner;
        cluster.Behaviour.Rules = [new PodRule { Image = "never-ready", Outcome = PodOutcome.Broken }];
        // The recorded cluster's default class binds at once.
        foreach (var (name, isDefault) in new[] { ("standard", "false"), ("immediate", "true") })
            await world.PatchAsync($"/apis/storage.k8s.io/v1/storageclasses/{name}", $$$"""{"metadata":{"annotations":{"storageclass.kubernetes.io/is-default-class":"{{{isDefault}}}"} } }""");
        await world.CreateAsync("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ctl"}}""");
        cluster.Store.Changed += _changes.Add;
        var exchanges = (await File.ReadAllLinesAsync(path)).Select(l => (JsonObject)JsonNode.Parse(l)!).ToList();
        foreach (var scene in exchanges.GroupBy(e => e.Text("name")!.Split(": ")[0])) await PlayAsync([.. scene]);
    }

    private async Task PlayAsync(List<JsonObject> scene)
    {
        await SettleAsync();
        var start = _changes.Count;
        foreach (var exchange in scene.Where(e => !IsWatch(e)))
        {
            await SendAsync(exchange);
            await SettleAsync();
        }
        var told = _changes.Skip(start).Where(c => c.Last.Namespace == "ctl").Select(c => (Change: c, Json: c.Last.Parse())).ToList();
        foreach (var (_, json) in told) _told.Learn(json);
        var recorded = scene.Where(IsWatch).ToDictionary(w => w, w => w["response"]!["body"]!.AsArray().OfType<JsonObject>().ToList());
        // Everything in its order first, so that hashes get the same numbers on both sides.
        foreach (var e in recorded.Values.SelectMany(e => e).OrderBy(e => Canon.Version((JsonObject)e["object"]!))) _recorded.Of((JsonObject)e["object"]!);
        foreach (var (_, json) in told) _told.Of(Canon.Trim(json));
        foreach (var (watch, events) in recorded)
        {
            var resource = watch["request"].Text("path")!.Split('?')[0].Split('/')[^1];
            var mine = told.Where(c => c.Change.Last.Kind.Plural == resource && c.Change.Last.Kind.Group != "events.k8s.io");
            var difference = new Story(mine.Select(c => (TypeOf(c.Change), c.Change.Last.Name, _told.Of(Canon.Trim(c.Json)))))
                .DiffersFrom(new Story(events.Select(e => (e.Text("type")!, e["object"]!["metadata"].Text("name") ?? "", _recorded.Of((JsonObject)e["object"]!)))));
            Judge(watch, difference);
        }
    }

    private static bool IsWatch(JsonObject exchange) => exchange["response"]!["body"] is JsonArray;

    private static string TypeOf(Change change) => change.New is null ? "DELETED" : change.Old is null ? "ADDED" : "MODIFIED";

    private async Task SendAsync(JsonObject exchange)
    {
        var request = exchange["request"]!;
        var (code, body) = await world.Client.SendAsync(request.Text("method")!, request.Text("path")!, request["body"]?.DeepClone(), request.Text("contentType") ?? "application/json");
        var recorded = exchange["response"]!["body"]!;
        var difference = code == exchange["response"].Int("status") ? new Placeholders().Compare(recorded, body, extent: Extent.Fields) : $"status {code}: {body?.ToJsonString()}";
        Judge(exchange, difference);
    }

    private void Judge(JsonObject exchange, string? difference)
    {
        if (difference is null) Agree++;
        else Differences.Add(new(exchange.Int("n"), exchange.Text("name")!, difference, ""));
    }

    /// <summary>Lets time pass until nothing has happened for a while.</summary>
    private async Task SettleAsync()
    {
        var (quiet, seen) = (TimeSpan.Zero, -1);
        while (quiet < Quiet)
        {
            await Wait.UntilAsync("idle", () => world.Cluster.Inner.Controllers.IsIdle);
            quiet = seen == _changes.Count ? quiet + Step : TimeSpan.Zero;
            seen = _changes.Count;
            world.Time.Advance(Step);
        }
    }
}
