using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Platform.Hosting;
using Platform.Status.Watching;
using Platform.Storage;

namespace Platform.Status.Tests;

public sealed class LeaseTests : IDisposable
{
    private static readonly string[] Clusters = [.. Enumerable.Range(0, 10).Select(i => $"c{i}")];

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_process_watches_a_cluster_and_another_takes_over_seconds_after_its_death()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var (one, two) = (Process(status), Process(status));
        await BeatAsync(one, two);

        (await one.TryTakeAsync("east", default)).ShouldBeTrue();
        (one.IsLeft("east"), one.IsLeft("west")).ShouldBe((false, false));
        await BeatAsync(one, two);
        (await two.TryTakeAsync("east", default)).ShouldBeFalse();
        for (var second = 0; second < 5; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await BeatAsync(two);
            two.IsLeft("east").ShouldBe(second == 4, $"second {second}");
            (await two.TryTakeAsync("east", default)).ShouldBe(second == 4, $"second {second}");
        }

        one.Holds.ShouldBeFalse();
        await BeatAsync(one);
        (one.Has("east"), two.Has("east")).ShouldBe((false, true));
    }

    [Fact]
    public async Task A_process_that_stood_still_says_nothing_before_another_may_think_it_dead()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var one = Process(status);
        one.Holds.ShouldBeFalse();
        await BeatAsync(one);
        one.Holds.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(4));
        one.Holds.ShouldBeFalse();
    }

    [Fact]
    public async Task Clusters_are_shared_out_evenly_and_again_when_a_process_comes_or_goes()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        List<Leases> processes = [Process(status), Process(status), Process(status)];
        await SettleAsync(processes);
        Counts(processes).ShouldBe([3, 3, 4]);

        processes.Add(Process(status));
        await SettleAsync(processes);
        Counts(processes).ShouldBe([2, 2, 3, 3]);

        processes.RemoveRange(0, 2);
        _time.Advance(TimeSpan.FromSeconds(4));
        await SettleAsync(processes);
        _time.Advance(TimeSpan.FromSeconds(2));
        await SettleAsync(processes);
        Counts(processes).ShouldBe([5, 5]);
    }

    [Fact]
    public async Task Clocks_that_differ_take_no_cluster_from_a_process_that_lives()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var (behind, ahead) = (new FakeTimeProvider(_time.GetUtcNow().AddMinutes(-10)), new FakeTimeProvider(_time.GetUtcNow().AddMinutes(10)));
        var (one, two) = (Process(status, behind), Process(status, ahead));
        await BeatAsync(one, two, one);
        (await one.TryTakeAsync("east", default)).ShouldBeTrue();
        for (var second = 0; second < 30; second++)
        {
            behind.Advance(TimeSpan.FromSeconds(1));
            ahead.Advance(TimeSpan.FromSeconds(1));
            await BeatAsync(one, two);
            (await two.TryTakeAsync("east", default)).ShouldBeFalse($"second {second}");
            (one.Has("east"), one.Holds, one.ShareOf(2), two.ShareOf(2)).ShouldBe((true, true, 1, 1));
        }

        for (var second = 0; second < 6; second++)
        {
            ahead.Advance(TimeSpan.FromSeconds(1));
            await BeatAsync(two);
        }
        (await two.TryTakeAsync("east", default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var (one, two) = (Process(status), Process(status));
        await BeatAsync(one, two);
        await one.TryTakeAsync("east", default);

        await one.GiveBackAsync("east", default);

        await BeatAsync(two);
        (await two.TryTakeAsync("east", default)).ShouldBeTrue();
    }

    private static IEnumerable<int> Counts(List<Leases> processes) => processes.Select(p => Clusters.Count(p.Has)).Order();

    private static async Task BeatAsync(params IEnumerable<Leases> processes)
    {
        foreach (var process in processes)
            await process.BeatAsync(default);
    }

    /// <summary>What the supervisor does at each beat, a few times over.</summary>
    private static async Task SettleAsync(List<Leases> processes)
    {
        for (var round = 0; round < 4; round++)
            foreach (var process in processes)
            {
                await process.BeatAsync(default);
                var mine = Clusters.Where(process.Has).ToList();
                var share = process.ShareOf(Clusters.Length);
                foreach (var cluster in mine.Skip(share))
                    await process.GiveBackAsync(cluster, default);
                foreach (var cluster in Clusters.Except(mine))
                    if (Clusters.Count(process.Has) < share)
                        await process.TryTakeAsync(cluster, default);
            }
    }

    private Leases Process(StatusHost status, TimeProvider? clock = null) => new(
        status.Services.GetRequiredService<IDocuments<LeaseDocument>>(), status.Services.GetRequiredService<IDocuments<ProcessDocument>>(),
        new(), new PlatformOptions { Mongo = "mongodb://elsewhere" }, clock ?? _time);
}
