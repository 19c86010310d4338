using System.Globalization;

namespace Platform.Benchmarks.Rollouts;

/// <summary>
/// Rollouts of applications with five objects each to sandbox clusters, beside a bare loop of server-side applies over the same clusters
/// with as many requests under way, in the same run. The first rollouts are not counted: they pay for compilation and connections.
/// </summary>
internal static class RolloutBenchmarks
{
    /// <summary>Clusters that rollouts go to before any is counted.</summary>
    private const int WarmClusters = 1000;

    /// <summary>One application to more and more clusters.</summary>
    public static async Task ScaleAsync(IReadOnlyList<int> counts, TimeSpan latency, bool distributed, int deploys, int workers, bool details, int times, bool hanging)
    {
        Console.WriteLine(
            $"1 application × 5 objects, {(distributed ? $"distributed, {deploys} deploy processes" : "embedded")}, clusters of {latency.TotalMilliseconds:0} ms latency, {workers} at once in each process; ms:");
        Heading();
        foreach (var count in counts)
        {
            await using var bed = await TestBed.StartAsync(count, distributed, deploys, workers);
            await using var bare = await BareLoop.StartAsync(bed.Kubeconfigs, workers * (distributed ? deploys : 1));
            for (var i = 0; i < Math.Clamp(WarmClusters / count, 3, 30); i++)
            {
                await RollOutAsync(bed, $"warm-{i}", count, count);
                await bare.RunAsync(0);
            }

            await bed.SettleAsync();
            await bed.SetFaultsAsync(latency, 0);
            for (var i = 0; i < times; i++)
                await MeasureAsync(bed, bare, $"timed-{i}", count, 0, details && i == times - 1);
            if (count < 10 || !hanging)
                continue;
            for (var i = 0; i < times; i++)
                await MeasureAsync(bed, bare, $"without-{i}", count, count / 5, false, TestBed.WithoutTheFirstFifth);
            await bed.SetFaultsAsync(latency, count / 5);
            for (var i = 0; i < times; i++)
                await MeasureAsync(bed, bare, $"hang-{i}", count, count / 5, false);
        }
    }

    private static void Heading() => Console.WriteLine(
        $"  {"clusters",8} {"answered",9} {"applied",9} {"bare",7} {"ratio",6} {"ended",8} | per cluster: {"CPU",6} {"bare",6} {"sent",6} {"writes",7} {"deploy",7} {"commits",8} {"reads",6}");

    private static async Task MeasureAsync(TestBed bed, BareLoop bare, string name, int count, int hanging, bool details, string where = TestBed.Everywhere)
    {
        var done = count - hanging;
        var before = await bed.ReadAsync();
        var (answered, applied, ended) = await RollOutAsync(bed, name, done, hanging > 0 && where == TestBed.Everywhere ? 0 : count, where);
        var used = await bed.ReadAsync() - before;
        var (bareTime, bareCpu) = await bare.RunAsync(hanging);
        string[] writes = ["insert", "replace", "delete"];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {(hanging > 0 && where == TestBed.Everywhere ? $"{done}+{hanging}" : $"{done}"),8} {answered.TotalMilliseconds,9:0} {applied.TotalMilliseconds,9:0} {bareTime.TotalMilliseconds,7:0} {applied / bareTime,6:0.00} {ended.TotalMilliseconds,8:0} | {"",12} "
            + $"{used.Cpu.TotalMilliseconds / done,6:0.0} {bareCpu.TotalMilliseconds / done,6:0.0} {used.Sum("sent") / done,6:0.0} {writes.Sum(write => used.Sum($"store {write}")) / done,7:0.0} "
            + $"{writes.Sum(write => used.Sum($"store {write} deploy.")) / done,7:0.0} {used.Sum("commits") / done,8:0.0} {(used.Sum("store get") + used.Sum("store find") + used.Sum("store count")) / done,6:0.0}"));
        if (details)
            used.Print(done);
    }

    private static async Task<(TimeSpan Answered, TimeSpan Applied, TimeSpan Ended)> RollOutAsync(TestBed bed, string name, int applied, int clusters, string where = TestBed.Everywhere)
    {
        using var delivery = await Delivery.FollowAsync(bed, name);
        var began = TimeProvider.System.GetTimestamp();
        var answered = await delivery.SubmitAsync(name, where: where);
        await delivery.UntilAsync(applied, 0);
        var time = TimeProvider.System.GetElapsedTime(began);
        if (clusters > 0)
            await delivery.UntilAsync(0, 1);
        return (answered, time, TimeProvider.System.GetElapsedTime(began));
    }
}
