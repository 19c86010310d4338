using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using MassTransit;
using Platform.Benchmarks.Sandbox;
using Platform.Contracts.Status.V1;

namespace Platform.Benchmarks.Status;

/// <summary>How soon a change on a cluster is an event, beside a bare watch; and what watching many objects costs.</summary>
internal static class StatusBenchmarks
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<long>> Waiting = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, byte> Known = new(StringComparer.Ordinal);

    /// <summary>Each cluster has one application; its Deployment is paused, which its status tells as Suspended.</summary>
    public static async Task LatencyAsync(int clusters, int perSecond, int seconds)
    {
        await using var sandbox = await SandboxProcess.StartAsync(clusters);
        using var http = sandbox.Client();
        http.DefaultRequestVersion = HttpVersion.Version20;
        var kubeconfigs = sandbox.Kubeconfigs().Values.ToList();
        foreach (var kubeconfig in kubeconfigs)
            await KubeHttp.ApplyAsync(http, StatusFleet.UrlOf(kubeconfig), "/apis/apps/v1/namespaces/default/deployments/web", StatusFleet.Deployment("web", false));
        await using var status = await StatusFleet.StartAsync(Directory.CreateTempSubdirectory("status-benchmark-").FullName, bus =>
            bus.AddConsumer<StatusConsumer>().Endpoint(e => e.Name = "benchmark-status"));
        foreach (var (i, kubeconfig) in kubeconfigs.Index())
            await status.DeliverAsync($"c{i}", kubeconfig, http, "deployments", "Deployment", "apps/v1");
        while (Known.Count < clusters)
            await Task.Delay(20);

        using var stop = new CancellationTokenSource();
        var bare = new ConcurrentDictionary<string, TaskCompletionSource<long>>(StringComparer.Ordinal);
        var watches = kubeconfigs.Select((k, i) => WatchAsync(http, StatusFleet.UrlOf(k), $"c{i}", bare, stop.Token)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (events, watched) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
        var (cpu, began, pending) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew(), new List<Task>());
        for (var n = 0; n < perSecond * seconds; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond) - began.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            var cluster = n % clusters;
            pending.Add(ChangeAsync($"c{cluster}", StatusFleet.UrlOf(kubeconfigs[cluster]), n / clusters % 2 == 0));
        }
        await Task.WhenAll(pending);
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Print("bare watch", watched);
        Print("event at a subscriber", events);
        Console.WriteLine($"  {perSecond} changes/s over {clusters} clusters for {seconds} s, took {began.Elapsed.TotalSeconds:0.0} s; CPU of Status, subscriber and load {used.TotalMilliseconds / (perSecond * seconds):0.00} ms a change");
        await stop.CancelAsync();
        await Task.WhenAll(watches);

        async Task ChangeAsync(string name, string url, bool paused)
        {
            var (told, seen) = (new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
            (Waiting[$"{name}/{paused}"], bare[$"{name}/{paused}"]) = (told, seen);
            var at = Stopwatch.GetTimestamp();
            await KubeHttp.ApplyAsync(http, url, "/apis/apps/v1/namespaces/default/deployments/web", StatusFleet.Deployment("web", paused));
            watched.Add(Stopwatch.GetElapsedTime(at, await seen.Task.WaitAsync(TimeSpan.FromSeconds(60))).TotalMilliseconds);
            events.Add(Stopwatch.GetElapsedTime(at, await told.Task.WaitAsync(TimeSpan.FromSeconds(60))).TotalMilliseconds);
        }
    }

    /// <summary>Memory per watched object, time until all is known, and what it costs when nothing happens.</summary>
    public static async Task MemoryAsync(int clusters, int objects)
    {
        await using var sandbox = await SandboxProcess.StartAsync(clusters);
        using var http = sandbox.Client();
        var kubeconfigs = sandbox.Kubeconfigs().Values.ToList();
        await Parallel.ForEachAsync(kubeconfigs, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (kubeconfig, _) =>
        {
            for (var n = 0; n < objects; n++)
                await KubeHttp.ApplyAsync(http, StatusFleet.UrlOf(kubeconfig), $"/api/v1/namespaces/default/configmaps/c{n}", StatusFleet.ConfigMap($"c{n}"));
        });
        var folder = Directory.CreateTempSubdirectory("status-benchmark-").FullName;
        await using (var first = await StatusFleet.StartAsync(folder, bus => bus.AddConsumer<StatusConsumer>().Endpoint(e => e.Name = "benchmark-status")))
        {
            foreach (var (i, kubeconfig) in kubeconfigs.Index())
                await first.DeliverAsync($"c{i}", kubeconfig, http, "configmaps", "ConfigMap", "v1");
            while (Known.Count < clusters)
                await Task.Delay(50);
        }
        Known.Clear();
        var (empty, began) = (Heap(), Stopwatch.StartNew());
        await using var status = await StatusFleet.StartAsync(folder);
        while (status.Watched < clusters * (long)objects && began.Elapsed < TimeSpan.FromMinutes(3))
            await Task.Delay(50);
        var known = began.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(5));
        var full = Heap();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(10));
        var idle = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / 10;
        var process = Process.GetCurrentProcess();
        Console.WriteLine($"  {clusters} clusters x {objects} objects: all known {known.TotalSeconds:0.0} s after the start, heap {(full - empty) / 1048576.0:0} MiB more, {(full - empty) / (double)clusters / objects:0} bytes an object, resident {process.WorkingSet64 / 1048576.0:0} MiB, idle {idle * 100:0.0} % of a core");
    }

    /// <summary>Many readers of the event stream: from an event's publication until the last of them has it.</summary>
    public static async Task ReadersAsync(int readers, int events)
    {
        await using var status = await StatusFleet.StartAsync(Directory.CreateTempSubdirectory("status-benchmark-").FullName);
        using var http = status.Client();
        var (sent, left, last) = (new long[events], new int[events], new long[events]);
        Array.Fill(left, readers);
        using var stop = new CancellationTokenSource();
        var before = Heap();
        var opened = new CountdownEvent(readers);
        var reading = Enumerable.Range(0, readers).Select(_ => ReadAsync()).ToList();
        while (!opened.IsSet)
            await Task.Delay(20);
        var each = (Heap() - before) / 1024.0 / readers;
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        for (var n = 0; n < events; n++)
        {
            sent[n] = Stopwatch.GetTimestamp();
            await status.Bus.Publish(new ApplicationStatusChanged { Namespace = "default", Application = $"n{n}.", Revision = n, Phase = ApplicationPhase.Running, Health = HealthStatus.Healthy });
            await Task.Delay(50);
        }
        while (Array.Exists(left, l => l > 0))
            await Task.Delay(20);
        Print($"{readers} readers", Enumerable.Range(0, events).Select(n => Stopwatch.GetElapsedTime(sent[n], last[n]).TotalMilliseconds));
        Console.WriteLine($"  {each:0} KiB a reader (both ends), {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / events / readers * 1000:0} us of CPU an event and reader (both ends)");
        await stop.CancelAsync();
        await Task.WhenAll(reading);

        async Task ReadAsync()
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop.Token));
                while (await reader.ReadLineAsync(stop.Token) is { } line)
                {
                    if (line == ": events")
                        opened.Signal();
                    if (!line.StartsWith("data:", StringComparison.Ordinal))
                        continue;
                    var from = line.IndexOf("default/n", StringComparison.Ordinal) + "default/n".Length;
                    var number = int.Parse(line.AsSpan(from, line.IndexOf('.', from) - from), System.Globalization.CultureInfo.InvariantCulture);
                    if (Interlocked.Decrement(ref left[number]) == 0)
                        last[number] = Stopwatch.GetTimestamp();
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }
    }

    private static long Heap()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void Print(string name, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        Console.WriteLine($"  {name,-24} median {sorted[sorted.Length / 2],7:0.0} ms   99 % {sorted[sorted.Length * 99 / 100],7:0.0} ms   longest {sorted[^1],7:0.0} ms");
    }

    private static async Task WatchAsync(HttpClient http, string url, string name, ConcurrentDictionary<string, TaskCompletionSource<long>> waiting, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync($"{url}/apis/apps/v1/namespaces/default/deployments?watch=true", HttpCompletionOption.ResponseHeadersRead, ct);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                var at = Stopwatch.GetTimestamp();
                var paused = JsonNode.Parse(line)?["object"]?["spec"]?["paused"]?.GetValue<bool>() ?? false;
                if (waiting.TryRemove($"{name}/{paused}", out var waits))
                    waits.TrySetResult(at);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private sealed class StatusConsumer : IConsumer<ApplicationStatusChanged>
    {
        public Task Consume(ConsumeContext<ApplicationStatusChanged> context)
        {
            var at = Stopwatch.GetTimestamp();
            Known[context.Message.Application] = 0;
            if (Waiting.TryRemove($"{context.Message.Application}/{context.Message.Health == HealthStatus.Suspended}", out var waits))
                waits.TrySetResult(at);
            return Task.CompletedTask;
        }
    }
}
