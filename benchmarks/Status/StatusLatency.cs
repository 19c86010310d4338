using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Platform.Benchmarks.Sandbox;

namespace Platform.Benchmarks.Status;

/// <summary>How soon a change on a cluster is an event at a subscriber, beside a bare watch in the same run; and what comes of more changes than can be told.</summary>
internal static class StatusLatency
{
    public static async Task RunAsync(int clusters, int perSecond, int seconds)
    {
        await using var sandbox = await SandboxProcess.StartAsync(clusters);
        using var http = Client(sandbox);
        var kubeconfigs = sandbox.Kubeconfigs().Values.ToList();
        await using var bare = await BareWatches.StartAsync(http, kubeconfigs);
        var round = clusters * 2; // Every cluster changes and changes back: the next round's changes are changes too.
        var count = (perSecond * seconds + round - 1) / round * round;
        await WarmUpAsync();
        var before = await CostAsync(bare.ChangeAsync);

        await using var status = await StartAsync(http, kubeconfigs);
        await WarmUpAsync();
        var (watched, told) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
        var (pauses, allocated) = (GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes());
        var with = await CostAsync(ChangeAsync);
        (pauses, allocated) = (GC.GetTotalPauseDuration() - pauses, GC.GetTotalAllocatedBytes() - allocated);

        Timings.Print("bare watch", watched);
        Timings.Print("event at a subscriber", told);
        Console.WriteLine($"  {perSecond} changes/s over {clusters} clusters for {count / perSecond} s; CPU of Status, its event log and the subscriber {with - before:0.00} ms a change (load and bare watch: {before:0.00} ms)");
        Console.WriteLine($"  allocated {allocated / 1024.0 / count:0} KiB a change, by all of them; the collector held them up for {pauses.TotalMilliseconds * perSecond / count:0.0} ms a second");

        // Until what runs often has been compiled for good: what is measured is a service that has been running for a while.
        Task WarmUpAsync() => BareWatches.LoadAsync(clusters, perSecond * 3, round * 8, bare.ChangeAsync);

        async Task<double> CostAsync(Func<int, bool, Task> change)
        {
            var cpu = Timings.Cpu();
            await BareWatches.LoadAsync(clusters, perSecond, count, change);
            return (Timings.Cpu() - cpu).TotalMilliseconds / count;
        }

        async Task ChangeAsync(int cluster, bool paused)
        {
            var at = Stopwatch.GetTimestamp();
            var next = StatusSubscriber.NextAsync($"c{cluster}", paused);
            watched.Add(await bare.ChangeAsync(cluster, paused));
            told.Add(Stopwatch.GetElapsedTime(at, await next).TotalMilliseconds);
        }
    }

    /// <summary>Whatever the pace: what is told last is what is live, no number is missing, and memory stays within bounds.</summary>
    public static async Task OverloadAsync(int clusters, int perSecond, int seconds)
    {
        await using var sandbox = await SandboxProcess.StartAsync(clusters);
        using var http = Client(sandbox);
        var kubeconfigs = sandbox.Kubeconfigs().Values.ToList();
        await using var bare = await BareWatches.StartAsync(http, kubeconfigs, watching: false);
        await using var status = await StartAsync(http, kubeconfigs);
        var count = perSecond * seconds;
        var (cpu, theirs) = (Timings.Cpu(), sandbox.Cpu);
        var began = Stopwatch.StartNew();
        await BareWatches.LoadAsync(clusters, perSecond, count, bare.ApplyAsync);
        var changed = began.Elapsed;
        (cpu, theirs) = (Timings.Cpu() - cpu, sandbox.Cpu - theirs);
        var last = await Task.WhenAll(Enumerable.Range(0, clusters).Select(bare.IsPausedAsync));
        while (Enumerable.Range(0, clusters).Any(c => StatusSubscriber.IsPaused($"c{c}") != last[c]) && began.Elapsed < TimeSpan.FromMinutes(2))
            await Task.Delay(5);
        var caught = began.Elapsed - changed;
        await Task.Delay(TimeSpan.FromSeconds(2));
        var right = Enumerable.Range(0, clusters).Count(c => StatusSubscriber.IsPaused($"c{c}") == last[c]);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"  processors meanwhile: the sandbox {theirs / changed:0.00}, Status with the load and the subscriber {cpu / changed:0.00}, of {Environment.ProcessorCount}");
        Console.WriteLine($"  {count / changed.TotalSeconds:0} changes/s over {clusters} clusters for {changed.TotalSeconds:0.0} s: {StatusSubscriber.Events} events, {StatusSubscriber.Missing} numbers missing; {caught.TotalMilliseconds:0} ms after the last change {right} of {clusters} are told as they are; resident at most {process.PeakWorkingSet64 / 1048576.0:0} MiB");
    }

    private static HttpClient Client(SandboxProcess sandbox)
    {
        var http = sandbox.Client();
        http.DefaultRequestVersion = HttpVersion.Version20;
        return http;
    }

    /// <summary>Status, once it has told of every cluster's application.</summary>
    private static async Task<StatusFleet> StartAsync(HttpClient http, List<string> kubeconfigs)
    {
        var status = await StatusFleet.StartAsync(Directory.CreateTempSubdirectory("status-benchmark-").FullName, StatusSubscriber.Add);
        foreach (var (i, kubeconfig) in kubeconfigs.Index())
            await status.DeliverAsync($"c{i}", kubeconfig, http, "deployments", "Deployment", "apps/v1");
        while (StatusSubscriber.Applications < kubeconfigs.Count)
            await Task.Delay(20);
        return status;
    }
}
