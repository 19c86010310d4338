using System.Diagnostics;
using MassTransit;
using Platform.Contracts.Status.V1;

namespace Platform.Benchmarks.Status;

/// <summary>The stream of events at its limits.</summary>
internal static class StatusReaders
{
    /// <summary>Many readers of the event stream: from an event's publication until the last of them has it.</summary>
    public static async Task RunAsync(int readers, int events)
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
        var cpu = Timings.Cpu();
        for (var n = 0; n < events; n++)
        {
            sent[n] = Stopwatch.GetTimestamp();
            await status.Bus.Publish(new ApplicationStatusChanged { Namespace = "default", Application = $"n{n}.", Revision = n, Phase = ApplicationPhase.Running, Health = HealthStatus.Healthy });
            await Task.Delay(50);
        }
        while (Array.Exists(left, l => l > 0))
            await Task.Delay(20);
        Timings.Print($"{readers} readers", Enumerable.Range(0, events).Select(n => Stopwatch.GetElapsedTime(sent[n], last[n]).TotalMilliseconds));
        Console.WriteLine($"  {each:0} KiB a reader (both ends), {(Timings.Cpu() - cpu).TotalMilliseconds / events / readers * 1000:0} us of CPU an event and reader (both ends)");
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
}
