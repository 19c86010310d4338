using System.Globalization;

namespace Platform.Benchmarks.Rollouts;

/// <summary>
/// Many applications submitted one after the other to a few clusters: time, what waits, and the memory of the processes that deliver. With
/// <c>--distributed</c> by one process of Deploy and by two.
/// </summary>
internal static class ManyApplications
{
    private const int Clusters = 3;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(IReadOnlyList<int> counts, TimeSpan latency, bool distributed, int deploys, int workers, bool details)
    {
        Console.WriteLine($"applications × 5 objects × {Clusters} clusters of {latency.TotalMilliseconds:0} ms latency, {(distributed ? $"distributed, {deploys} deploy processes" : "embedded")}, {workers} workers each:");
        Console.WriteLine($"  {"applications",12} {"submitted ms",13} {"applied ms",11} {"ended ms",9} {"bare ms",8} {"a second",9} {"CPU each part",14} | most memory, MiB, and parts waiting in memory");
        await using var bed = await TestBed.StartAsync(Clusters, distributed, deploys, workers);
        await using var bare = await BareLoop.StartAsync(bed.Kubeconfigs);
        await RunAsync(bed, "warm", 100);
        await bare.RunAsync(0);
        await bed.SetFaultsAsync(latency, 0);
        foreach (var count in counts)
        {
            var before = await bed.ReadAsync();
            using var stop = new CancellationTokenSource();
            var most = WatchAsync(bed, stop.Token);
            var (submitted, applied, ended) = await RunAsync(bed, $"many-{count}", count);
            await stop.CancelAsync();
            var used = await bed.ReadAsync() - before;
            var peaks = string.Join(", ", (await most).Select(pair => $"{pair.Key} {pair.Value:0}"));
            var (bareTime, _) = await bare.RunAsync(0, count);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {count,12} {submitted.TotalMilliseconds,13:0} {applied.TotalMilliseconds,11:0} {ended.TotalMilliseconds,9:0} {bareTime.TotalMilliseconds,8:0} {count * Clusters / applied.TotalSeconds,9:0} "
                + $"{used.Cpu.TotalMilliseconds / count / Clusters,14:0.0} | {peaks}"));
            if (details)
                used.Print(count * Clusters);
        }
    }

    private static async Task<(TimeSpan Submitted, TimeSpan Applied, TimeSpan Ended)> RunAsync(TestBed bed, string name, int count)
    {
        using var delivery = await Delivery.FollowAsync(bed, null);
        var began = TimeProvider.System.GetTimestamp();
        var following = delivery.UntilAsync(count * Clusters, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, _) => await delivery.SubmitAsync($"{name}-{index}"));
        var submitted = TimeProvider.System.GetElapsedTime(began);
        await following;
        var applied = TimeProvider.System.GetElapsedTime(began);
        await delivery.UntilAsync(0, count);
        return (submitted, applied, TimeProvider.System.GetElapsedTime(began));
    }

    private static async Task<Dictionary<string, double>> WatchAsync(TestBed bed, CancellationToken ct)
    {
        var most = bed.Meters.ToDictionary(meter => meter.Name, meter => meter.Resident);
        most[Meter.Waiting] = 0;
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var meter in bed.Meters)
                most[meter.Name] = Math.Max(most[meter.Name], meter.Resident);
            most[Meter.Waiting] = Math.Max(most[Meter.Waiting], (await bed.ReadAsync()).Sum(Meter.Waiting));
        }

        return most;
    }
}
