using System.Diagnostics;
using System.Text;

namespace Platform.Benchmarks.Sandbox;

/// <summary>How many clusters a sandbox process carries, how fast it applies, and how soon watchers know.</summary>
internal static class SandboxBenchmarks
{
    /// <summary>Start and memory for some numbers of clusters: idle, and with 200 objects in each.</summary>
    public static async Task ScaleAsync(IEnumerable<int> counts)
    {
        Console.WriteLine($"  {"clusters",8} {"start ms",9} {"idle MiB",9} {"threads",8} {"idle CPU ms/s",14} {"objects",8} {"full MiB",9} {"restart ms",11} {"all asked ms",13} {"quiet ms",9}");
        foreach (var count in counts)
        {
            await using var sandbox = await SandboxProcess.StartAsync(count);
            await Task.Delay(TimeSpan.FromSeconds(2));
            var (idle, threads, before) = (sandbox.Resident, sandbox.Threads, sandbox.Cpu);
            await Task.Delay(TimeSpan.FromSeconds(5));
            var cpu = (sandbox.Cpu - before).TotalMilliseconds / 5;
            using var http = sandbox.Client();
            const int applications = 40;
            await SendAsync(http, sandbox, Enumerable.Range(0, applications).SelectMany(a => Objects.Application(a, 0)).ToList());
            await QuietAsync(sandbox);
            var full = sandbox.Resident;
            var watch = Stopwatch.StartNew();
            var restart = await sandbox.RestartAsync();
            await Parallel.ForEachAsync(sandbox.Urls, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (url, _) => (await http.GetAsync($"{url}/api/v1/namespaces/default/configmaps/app-0", _)).EnsureSuccessStatusCode());
            var asked = watch.Elapsed;
            await QuietAsync(sandbox);
            Console.WriteLine($"  {count,8} {sandbox.StartTime.TotalMilliseconds,9:0} {idle,9:0} {threads,8} {cpu,14:0.0} {count * applications * Objects.PerApplication,8} {full,9:0} {restart.TotalMilliseconds,11:0} {asked.TotalMilliseconds,13:0} {watch.ElapsedMilliseconds,9:0}");
        }
    }

    /// <summary>
    /// Server-side applies over HTTP/2 with TLS, 64 requests at once: new objects, the same again, changed ones. The client is this process and
    /// shares the cores; what it takes is told apart, so that "sandbox alone" is what the sandbox's own CPU lets it bear on two cores.
    /// </summary>
    public static async Task AppliesAsync(int clusters, int applications)
    {
        Console.WriteLine($"  {clusters} clusters, {applications} applications of {Objects.PerApplication} objects in each (ConfigMap, ServiceAccount, Service, Deployment, Ingress)");
        await using var sandbox = await SandboxProcess.StartAsync(clusters);
        await AppliesAsync(sandbox, applications, Objects.Application);
        Console.WriteLine($"  {clusters} clusters, {applications} deliveries of {Objects.PerDelivery} objects in each (ConfigMap, Service, Deployment whose two Pods start)");
        await using var delivery = await SandboxProcess.StartAsync(clusters);
        await AppliesAsync(delivery, applications, Objects.Delivery);
    }

    private static async Task AppliesAsync(SandboxProcess sandbox, int applications, Func<int, int, IEnumerable<(string Path, byte[] Body)>> make)
    {
        using var http = sandbox.Client();
        foreach (var warmUp in new[] { 0, 0, 1 }) await SendAsync(http, sandbox, [.. Enumerable.Range(1_000_000, 10).SelectMany(a => make(a, warmUp))]);
        Console.WriteLine($"  {"",-12} {"applies/s",10} {"server CPU ms each",19} {"and after",10} {"client CPU ms each",19} {"server cores",13} {"sandbox alone on 2 cores",25}");
        foreach (var (name, change) in new[] { ("new", 0), ("unchanged", 0), ("changed", 1) })
        {
            var objects = Enumerable.Range(0, applications).SelectMany(a => make(a, change)).ToList();
            await QuietAsync(sandbox);
            var (cpu, client, watch) = (sandbox.Cpu, Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            await SendAsync(http, sandbox, objects);
            var (seconds, used, own) = (watch.Elapsed.TotalSeconds, sandbox.Cpu - cpu, Environment.CpuUsage.TotalTime - client);
            await QuietAsync(sandbox);
            var all = sandbox.Cpu - cpu;
            var count = objects.Count * sandbox.Urls.Count;
            Console.WriteLine($"  {name,-12} {count / seconds,10:0} {used.TotalMilliseconds / count,19:0.000} {(all - used).TotalMilliseconds / count,10:0.000} {own.TotalMilliseconds / count,19:0.000} {used.TotalSeconds / seconds,13:0.00} {2 * count / all.TotalSeconds,25:0}");
        }
        Console.WriteLine($"  resident {sandbox.Resident:0} MiB");
    }

    /// <summary>Until controllers and snapshots have nothing left to do.</summary>
    private static async Task QuietAsync(SandboxProcess sandbox)
    {
        TimeSpan before;
        do
        {
            before = sandbox.Cpu;
            await Task.Delay(TimeSpan.FromSeconds(1.5));
        }
        while ((sandbox.Cpu - before).TotalMilliseconds > 30);
    }

    /// <summary>From sending a change until each of many watchers of that cluster has its event.</summary>
    public static async Task FanOutAsync(int watchers, int changes)
    {
        await using var sandbox = await SandboxProcess.StartAsync(1);
        using var http = sandbox.Client();
        var url = sandbox.Urls[0];
        var seen = new long[watchers, changes];
        var left = watchers * (long)changes;
        var done = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var opened = new TaskCompletionSource[watchers];
        var watching = Enumerable.Range(0, watchers).Select(w => WatchAsync(w, opened[w] = new TaskCompletionSource())).ToList();
        await Task.WhenAll(opened.Select(o => o.Task));
        var sent = new long[changes];
        for (var i = 0; i < changes; i++)
        {
            sent[i] = Stopwatch.GetTimestamp();
            await KubeHttp.ApplyAsync(http, url, "/api/v1/namespaces/default/configmaps/fan",
                Encoding.UTF8.GetBytes($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fan"},"data":{"n":"n{{i}}."} }"""));
        }
        await done.Task;
        await stop.CancelAsync();
        await Task.WhenAll(watching);
        var latencies = (from w in Enumerable.Range(0, watchers) from i in Enumerable.Range(0, changes) select Stopwatch.GetElapsedTime(sent[i], seen[w, i]).TotalMilliseconds).Order().ToArray();
        Console.WriteLine($"  {watchers} watchers, {changes} changes one after the other: median {latencies[latencies.Length / 2]:0.00} ms, 99 % {latencies[latencies.Length * 99 / 100]:0.00} ms, longest {latencies[^1]:0.00} ms");

        async Task WatchAsync(int number, TaskCompletionSource open)
        {
            try
            {
                using var response = await http.GetAsync($"{url}/api/v1/namespaces/default/configmaps?watch=true&fieldSelector=metadata.name%3Dfan", HttpCompletionOption.ResponseHeadersRead, stop.Token);
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop.Token));
                open.SetResult();
                while (await reader.ReadLineAsync(stop.Token) is { } line)
                {
                    var at = line.IndexOf("\"n\":\"n", StringComparison.Ordinal) + 6;
                    var change = int.Parse(line.AsSpan(at, line.IndexOf('.', at) - at));
                    seen[number, change] = Stopwatch.GetTimestamp();
                    if (Interlocked.Decrement(ref left) == 0) done.SetResult();
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The measurement is over.
            }
        }
    }

    /// <summary>Every object to every cluster; 64 requests at once.</summary>
    private static Task SendAsync(HttpClient http, SandboxProcess sandbox, List<(string Path, byte[] Body)> objects)
    {
        var work = objects.SelectMany(o => sandbox.Urls.Select(url => (url, o.Path, o.Body)));
        return Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (w, _) => await KubeHttp.ApplyAsync(http, w.url, w.Path, w.Body));
    }
}
