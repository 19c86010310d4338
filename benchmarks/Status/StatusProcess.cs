using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.Benchmarks.Status;

/// <summary>The Status service as it is deployed: a process of its own, whose memory and CPU are its own.</summary>
internal sealed class StatusProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private StatusProcess(Process process, HttpClient http) => (_process, _http) = (process, http);

    public static StatusProcess Start(string folder)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Platform.Status.dll"), "--urls", url]);
        start.Environment["PLATFORM_DATA"] = folder;
        start.Environment["Platform__LogFile"] = Path.Combine(folder, "log");
        return new(Process.Start(start)!, new() { BaseAddress = new(url) });
    }

    /// <summary>Live objects it watches, by its metrics; 0 while it starts.</summary>
    public async Task<long> WatchedAsync()
    {
        try
        {
            var metrics = await _http.GetStringAsync("/metrics");
            return (long)metrics.Split('\n').Where(l => l.StartsWith("platform_status_objects{", StringComparison.Ordinal) || l.StartsWith("platform_status_objects ", StringComparison.Ordinal))
                .Sum(l => double.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <summary>Resident memory now and at most, MiB, and CPU time so far.</summary>
    public (double Resident, double Peak, TimeSpan Cpu) Used()
    {
        _process.Refresh();
        return (_process.WorkingSet64 / 1048576.0, _process.PeakWorkingSet64 / 1048576.0, _process.TotalProcessorTime);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
