using System.Diagnostics;
using Platform.Benchmarks.Sandbox;

namespace Platform.Benchmarks.Status;

/// <summary>What watching many objects costs: time until all is known, memory, and CPU while nothing happens.</summary>
internal static class StatusMemory
{
    public static async Task RunAsync(int clusters, int objects)
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
        await using (var first = await StatusFleet.StartAsync(folder, StatusSubscriber.Add))
        {
            foreach (var (i, kubeconfig) in kubeconfigs.Index())
                await first.DeliverAsync($"c{i}", kubeconfig, http, "configmaps", "ConfigMap", "v1");
            while (StatusSubscriber.Applications < clusters)
                await Task.Delay(50);
        }

        var began = Stopwatch.StartNew();
        await using var status = StatusProcess.Start(folder);
        while (await status.WatchedAsync() < clusters * (long)objects && began.Elapsed < TimeSpan.FromMinutes(3))
            await Task.Delay(100);
        Console.WriteLine($"  {clusters} clusters x {objects} objects: all known {began.Elapsed.TotalSeconds:0.0} s after the start of the process");
        await Task.Delay(TimeSpan.FromSeconds(40)); // Until what begins with a start is over.
        var (resident, peak, cpu) = status.Used();
        await Task.Delay(TimeSpan.FromSeconds(20));
        Console.WriteLine($"  resident {resident:0} MiB (at most {peak:0}), {resident * 1024 * 1024 / clusters / objects:0} bytes an object of about a kilobyte, everything counted; idle {(status.Used().Cpu - cpu).TotalSeconds / 20 * 100:0.0} % of a core");
    }
}
