using System.Text.Json.Nodes;
using CsCheck;
using Platform.Sandbox.Api;
using Platform.Sandbox.Apply;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Tests.Applying;

/// <summary>What must hold of server-side apply whatever is applied: the laws its field ownership is made for.</summary>
public sealed class Server_side_apply
{
    /// <summary>Paths of a Deployment that can be applied each by itself: map keys, items of keyed lists and their fields, a set, atomic values.</summary>
    private static readonly (string Name, Action<JsonObject, int> Set, Func<JsonObject, JsonNode?> Get)[] Fields =
    [
        ("label a", (o, v) => Meta(o, "labels")["a"] = $"v{v}", o => o["metadata"]!["labels"]?["a"]),
        ("label b", (o, v) => Meta(o, "labels")["b"] = $"v{v}", o => o["metadata"]!["labels"]?["b"]),
        ("annotation", (o, v) => Meta(o, "annotations")["n"] = $"v{v}", o => o["metadata"]!["annotations"]?["n"]),
        ("finalizer", (o, v) => ((JsonObject)o["metadata"]!)["finalizers"] = new JsonArray("example.test/f"), o => (o["metadata"]!["finalizers"] as JsonArray)?.FirstOrDefault()),
        ("env A", (o, v) => Item(Container(o), "env", "A")["value"] = $"v{v}", o => Found(o, "A")?["value"]),
        ("env B", (o, v) => Item(Container(o), "env", "B")["value"] = $"v{v}", o => Found(o, "B")?["value"]),
        ("command", (o, v) => Container(o)["command"] = new JsonArray("run", $"v{v}"), o => Container(o)["command"]),
        ("port", (o, v) => Port(Container(o))["name"] = $"p{v}", o => (Container(o)["ports"] as JsonArray)?[0]?["name"]),
        ("limit", (o, v) => Defaults.Under(Defaults.Under(Container(o), "resources"), "limits")["cpu"] = $"{v + 1}", o => Container(o)["resources"]?["limits"]?["cpu"]),
        ("node selector", (o, v) => Pod(o)["nodeSelector"] = new JsonObject { ["disk"] = $"v{v}" }, o => o["spec"]!["template"]!["spec"]!["nodeSelector"]),
        ("paused", (o, v) => ((JsonObject)o["spec"]!)["minReadySeconds"] = v + 1, o => o["spec"]!["minReadySeconds"]),
    ];

    private static readonly Gen<Dictionary<int, int>> Choice =
        Gen.Select(Gen.Int[0, Fields.Length - 1], Gen.Int[0, 2]).Array[0, 8].Select(pairs => pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2));

    [Fact]
    public Task An_apply_repeated_changes_nothing() => WithClusterAsync(cluster => Choice.Sample(choice =>
    {
        using var it = new Subject(cluster);
        it.Apply("base", []);
        var first = it.Apply("m", choice);
        it.Apply("m", choice).ToJsonString().ShouldBe(first.ToJsonString(), "the object, its version and its managers stay");
    }, iter: 100, threads: 1));

    [Fact]
    public Task Managers_of_disjoint_fields_never_conflict_and_all_get_what_they_want() => WithClusterAsync(cluster => Gen.Select(Choice, Choice, Choice).Sample((a, b, c) =>
    {
        using var it = new Subject(cluster);
        it.Apply("base", []);
        var left = b.Where(f => !a.ContainsKey(f.Key)).ToDictionary();
        var rest = c.Where(f => !a.ContainsKey(f.Key) && !left.ContainsKey(f.Key)).ToDictionary();
        it.Apply("one", a);
        it.Apply("two", left);
        var last = it.Apply("three", rest);
        foreach (var (field, value) in a.Concat(left).Concat(rest)) ShouldHave(last, field, value);
    }, iter: 100, threads: 1));

    [Fact]
    public Task A_dropped_field_goes_exactly_when_nobody_else_owns_it() => WithClusterAsync(cluster => Gen.Select(Choice, Choice, Choice).Sample((a, b, dropped) =>
    {
        using var it = new Subject(cluster);
        it.Apply("base", []);
        // Both want the same values where they want the same fields.
        var shared = b.ToDictionary(f => f.Key, f => a.GetValueOrDefault(f.Key, f.Value));
        it.Apply("one", a);
        it.Apply("two", shared);
        var kept = a.Where(f => !dropped.ContainsKey(f.Key)).ToDictionary();
        var last = it.Apply("one", kept);
        foreach (var (field, value) in a.Concat(shared).DistinctBy(f => f.Key))
            if (kept.ContainsKey(field) || shared.ContainsKey(field)) ShouldHave(last, field, value);
            else Fields[field].Get(last).ShouldBeNull($"{Fields[field].Name} was dropped and nobody else's");
    }, iter: 100, threads: 1));

    [Fact]
    public Task A_field_with_another_value_is_a_conflict_and_force_takes_it() => WithClusterAsync(cluster => Gen.Select(Choice.Where(c => c.Count > 0), Gen.Int[0, 7]).Sample((a, pick) =>
    {
        using var it = new Subject(cluster);
        it.Apply("base", []);
        it.Apply("one", a);
        var (field, value) = a.ElementAt(pick % a.Count);
        if (Fields[field].Name == "finalizer") return; // An item of a set has no other value.
        var other = new Dictionary<int, int> { [field] = value + 3 };
        Should.Throw<KubeException>(() => it.Apply("two", other)).Code.ShouldBe(409);
        ShouldHave(it.Apply("two", other, force: true), field, value + 3);
        it.Owners(field).ShouldBe(["two"]);
    }, iter: 100, threads: 1));

    private static void ShouldHave(JsonObject live, int field, int value)
    {
        var wanted = Subject.Configuration(new() { [field] = value });
        JsonNode.DeepEquals(Fields[field].Get(live), Fields[field].Get(wanted)).ShouldBeTrue($"{Fields[field].Name} is {Fields[field].Get(live)?.ToJsonString()}");
    }

    private static async Task WithClusterAsync(Action<Cluster> test)
    {
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions { Clusters = [new() { Name = "c", Controllers = false }] });
        test(fleet["c"].Inner);
    }

    /// <summary>A Deployment that goes with the sample.</summary>
    private sealed class Subject(Cluster cluster) : IDisposable
    {
        private readonly Kind _kind = cluster.Store.Kinds.Get("apps/v1", "Deployment");

        public JsonObject Apply(string manager, Dictionary<int, int> fields, bool force = false)
        {
            try
            {
                var result = cluster.Writer.Apply(_kind, "default", "d", Configuration(fields, whole: manager == "base"), new WriteOptions { Manager = manager, Force = force });
                return (JsonObject)JsonNode.Parse(result.Json)!;
            }
            catch (ApplyConflictException e)
            {
                throw Conflicts.Of(e);
            }
        }

        /// <summary>Who applied the whole of a field.</summary>
        public List<string> Owners(int field)
        {
            var set = FieldSets.Of(Configuration(new() { [field] = 0 }), _kind.Schema).Except(FieldSets.Of(Configuration([]), _kind.Schema));
            var live = cluster.Store.Find(_kind, "default", "d")!.Parse();
            return [.. ManagedFields.Read(live).Where(e => set.Except(e.Fields).IsEmpty).Select(e => e.Manager)];
        }

        public static JsonObject Configuration(Dictionary<int, int> fields, bool whole = false)
        {
            var o = (JsonObject)JsonNode.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"containers":[{"name":"app"}]}}}}""")!;
            if (whole)
            {
                o["spec"]!["selector"] = JsonNode.Parse("""{"matchLabels":{"app":"d"}}""");
                o["spec"]!["template"]!["metadata"] = JsonNode.Parse("""{"labels":{"app":"d"}}""");
                Container(o)["image"] = "example.test/app:1";
            }
            foreach (var (field, value) in fields) Fields[field].Set(o, value);
            return o;
        }

        public void Dispose()
        {
            lock (cluster.Store.Gate)
                if (cluster.Store.Find(_kind, "default", "d") is { } live) cluster.Store.Remove(live);
        }
    }

    private static JsonObject Meta(JsonObject o, string field) => Defaults.Under((JsonObject)o["metadata"]!, field);

    private static JsonObject Pod(JsonObject o) => (JsonObject)o["spec"]!["template"]!["spec"]!;

    private static JsonObject Container(JsonObject o) => (JsonObject)Pod(o)["containers"]![0]!;

    private static JsonObject LiveContainer(JsonObject o) => Container(o);

    private static JsonNode? Found(JsonObject o, string name) => (Container(o)["env"] as JsonArray)?.FirstOrDefault(e => (string?)e!["name"] == name);

    private static JsonObject Item(JsonObject container, string list, string name)
    {
        if (container[list] is not JsonArray items) container[list] = items = [];
        var item = new JsonObject { ["name"] = name };
        items.Add((JsonNode)item);
        return item;
    }

    private static JsonObject Port(JsonObject container)
    {
        var port = new JsonObject { ["containerPort"] = 80 };
        container["ports"] = new JsonArray(port);
        return port;
    }
}
