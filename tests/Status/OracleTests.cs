using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Deploy.V1;
using Platform.Kubernetes;
using Platform.Status.Inventories;
using Platform.Status.Observing;
using Platform.Status.Resources;
using Platform.Status.Watching;
using Platform.Storage;

namespace Platform.Status.Tests;

/// <summary>
/// Whatever happens to a cluster and its watches, in the end the status is what a fresh look at the live objects gives, and in between it is
/// never healthy while the cluster does not answer. The clocks of the cluster and of this process are twenty minutes apart.
/// </summary>
public sealed class OracleTests : IDisposable
{
    private static readonly string[] Names = ["web", "api", "db", "cache"];
    private static readonly Part Web = new("east", "shop", "web");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Random_histories_end_in_what_is_live(int seed)
    {
        var random = new Random(seed);
        var (ours, theirs) = (new ShiftedClock(TimeSpan.FromMinutes(seed % 2 == 0 ? 10 : -10)), new ShiftedClock(TimeSpan.FromMinutes(seed % 2 == 0 ? -10 : 10)));
        await using var cluster = await FakeCluster.StartAsync(theirs);
        await using var status = await StatusHost.StartAsync(_folder.Path, ours, "--Status:UnreachableAfter=00:00:02", "--Status:ProbePause=00:00:00.1");
        await status.RegisterAsync("east", cluster);
        var sequence = 0L;
        var (cuts, compactions, outages, hours) = (0, 0, 0, 0);
        await ApplyAsync();
        for (var step = 1; step <= 40; step++)
        {
            await StepAsync(step == 20 ? 9 : random.Next(12));
            if (step % 5 == 0)
                await SettledAsync(status, cluster, sequence); // Not at the end alone: what is between two states is told too.
        }
        await ApplyAsync();

        await SettledAsync(status, cluster, sequence);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"history {seed}: 40 steps, {cuts} watches cut, {compactions} times 410, {outages} outages with changes meanwhile, {hours} hours away in which everything changed, {sequence} inventories; "
            + $"{status.Heard.All<ClusterHealthObserved>().Count} observations, {status.Heard.All<ClusterUnreachable>().Count} times unreachable; nine times it was what a fresh look gives");

        Task ApplyAsync()
        {
            var objects = Names.Where(_ => random.Next(3) > 0).Select(n => cluster.Put(Live.Deployment(n, random.Next(2), 1, random.Next(2), Label(n)))).ToList();
            objects.Add(cluster.Put(Live.ConfigMap("settings")));
            return status.AppliedAsync("east", objects, sequence: ++sequence, print: status.Print);
        }

        async Task StepAsync(int what)
        {
            var name = Names[random.Next(Names.Length)];
            switch (what)
            {
                case < 3:
                    cluster.Put(Live.Deployment(name, random.Next(2), random.Next(1, 3), random.Next(1, 3), Label(name)));
                    break;
                case 3:
                    AddChildren(name);
                    break;
                case 4 when cluster.All() is { Count: > 0 } all:
                    cluster.Remove(all[random.Next(all.Count)]);
                    break;
                case 5:
                    cuts++;
                    cluster.CutWatches();
                    break;
                case 6:
                    compactions++;
                    cluster.Compact();
                    cluster.CutWatches();
                    break;
                case 7:
                    await ApplyAsync();
                    break;
                case 8 when random.Next(2) == 0:
                    outages++;
                    await cluster.DownAsync();
                    cluster.Put(Live.Deployment(name, random.Next(2), label: Label(name)));
                    if (random.Next(2) == 0)
                    {
                        // Applied a moment before it went away: what it has now nobody knows.
                        await ApplyAsync();
                        await UntilAsync(async () => await LastAsync(status) is { } last && last.AppliedSequence == sequence && last.Health == HealthStatus.Unknown);
                    }
                    cluster.Compact();
                    await cluster.UpAsync();
                    break;
                case 9 when hours == 0:
                    hours++;
                    await cluster.DownAsync();
                    await UntilAsync(async () => await LastAsync(status) is { Health: HealthStatus.Unknown });
                    ours.Jump(TimeSpan.FromHours(1));
                    theirs.Jump(TimeSpan.FromHours(1));
                    ChangeEverything();
                    cluster.Compact();
                    (await LastAsync(status))!.Health.ShouldBe(HealthStatus.Unknown, "nobody could look");
                    await cluster.UpAsync();
                    break;
            }
        }

        // A Pod may come before what made it.
        void AddChildren(string name)
        {
            var children = new[] { Live.ReplicaSet(name, Label(name)), Live.BrokenPod(name, Label(name)) };
            if (random.Next(2) == 0)
                Array.Reverse(children);
            foreach (var child in children)
                cluster.Put(child);
        }

        void ChangeEverything()
        {
            foreach (var live in cluster.All())
                cluster.Remove(live);
            foreach (var name in Names.Where(_ => random.Next(3) > 0))
            {
                cluster.Put(Live.Deployment(name, random.Next(2), random.Next(1, 3), random.Next(1, 3), Label(name)));
                AddChildren(name);
            }
        }
    }

    [Fact]
    public async Task Ten_thousand_objects_that_change_at_once_are_all_seen()
    {
        const int count = 10_000;
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:UnreachableAfter=00:01:00");
        await status.RegisterAsync("east", cluster);
        var applied = cluster.PutAll(Enumerable.Range(0, count).Select(n => Live.ConfigMap($"c{n}").Replace($"component\":\"c{n}\"", "component\":\"all\"", StringComparison.Ordinal)));
        foreach (var (page, objects) in applied.Chunk(200).Index())
            await status.AppliedAsync("east", objects, page: page, pages: count / 200, print: status.Print);
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h is { AppliedVersionsSeen: true, Health: HealthStatus.Healthy });

        cluster.PutAll(applied.Select(o => o.ToJsonString()).ToList());
        cluster.Remove(applied[^1]);

        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Missing);
        await SettledAsync(status, cluster, 1);
    }

    private static async Task SettledAsync(StatusHost status, FakeCluster cluster, long sequence)
    {
        var inventories = status.Services.GetRequiredService<IDocuments<InventoryDocument>>();
        var trees = status.Services.GetRequiredService<IDocuments<TreeDocument>>();
        (string? Told, string? Fresh) seen = default;
        await UntilAsync(async () =>
        {
            if (await inventories.GetAsync(Web.Id) is not { } inventory || inventory.Sequence != sequence)
                return false;
            var live = Fresh(inventory, cluster);
            var fresh = $"{Words(Judging.Judge(inventory, live, default))}\n{Words(TreeBuilding.Build(inventory, live))}";
            seen = ($"{Words(await LastAsync(status))}\n{Words((await trees.GetAsync(Web.Id))?.Components ?? [])}", fresh);
            return seen.Told == seen.Fresh;
        }, () => $"told: {seen.Told}\nlive: {seen.Fresh}");
    }

    private static async Task<Observation?> LastAsync(StatusHost status) =>
        (await status.Services.GetRequiredService<IDocuments<ObservationDocument>>().GetAsync(Web.Id))?.Last;

    private static async Task UntilAsync(Func<Task<bool>> holds, Func<string>? otherwise = null)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(120);
        while (!await holds())
        {
            if (TimeProvider.System.GetUtcNow() > until)
                throw new TimeoutException(otherwise?.Invoke() ?? "it did not come to that");
            await Task.Delay(10);
        }
    }

    private static string Label(string name) => name == "cache" ? "app" : Live.Component;

    /// <summary>Everything is read at once, one watch after the other.</summary>
    private static LiveStore Fresh(InventoryDocument inventory, FakeCluster cluster)
    {
        var live = new LiveStore();
        while (Unread() is { } scope)
        {
            live.Apply(scope, new(WatchEventType.ListStarted));
            foreach (var item in cluster.All().Where(o => o["kind"]!.ToString() == scope.Kind && Selected(o, scope)))
                live.Apply(scope, new(WatchEventType.Listed, item));
            live.Apply(scope, new(WatchEventType.ListEnded));
        }
        return live;

        Scope? Unread()
        {
            var wanted = Scopes.Of([inventory], new HashSet<(string, string)>(), live.Parents.Places);
            return wanted.FirstOrDefault(s => !live.Has(s) && !Scopes.Waits(s, wanted, live));
        }
    }

    private static bool Selected(JsonObject live, Scope scope)
    {
        var labels = live["metadata"]!["labels"]!;
        return scope.Selection == Selection.Unlabelled ? labels[Scope.OfComponents] is null : labels[scope.Selector.Split('=')[0]] is not null;
    }

    private static string Words(IEnumerable<TreeComponent> tree) => string.Join(' ', tree.SelectMany(c => c.Objects).Select(Words));

    private static string Words(TreeObject o) => $"{o.Kind} {o.Name} {o.Health} {o.CreatedAt:O}({string.Join(' ', o.Children.Select(Words))})";

    private static string? Words(Observation? o) => o is null ? null : $"{o.AppliedSequence} {o.Health} {o.AppliedVersionsSeen} "
        + string.Join("; ", o.Components.Select(c => $"{c.Component} {c.Health} {c.Message} {string.Join(',', c.Images)}"));
}
