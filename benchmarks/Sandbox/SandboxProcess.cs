using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Benchmarks.Sandbox;

/// <summary>The sandbox as a process of its own, so that its memory and CPU are its own; all clusters behind one port.</summary>
internal sealed partial class SandboxProcess : IAsyncDisposable
{
    private readonly string[] _arguments;
    private readonly string _data = Directory.CreateTempSubdirectory("sandbox-benchmark-").FullName;
    private Process _process = null!;

    private SandboxProcess(int clusters) =>
        _arguments = [Path.Combine(AppContext.BaseDirectory, "Platform.Sandbox.dll"), "--clusters", $"{clusters}", "--shared-port", "--data", _data];

    /// <summary>One for each cluster.</summary>
    public List<string> Urls { get; } = [];

    /// <summary>The door at which faults are set.</summary>
    public Uri Admin { get; private set; } = null!;

    /// <summary>From starting the process until the last cluster answers.</summary>
    public TimeSpan StartTime { get; private set; }

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory, MiB.</summary>
    public double Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public int Threads
    {
        get
        {
            _process.Refresh();
            return _process.Threads.Count;
        }
    }

    public static async Task<SandboxProcess> StartAsync(int clusters)
    {
        var sandbox = new SandboxProcess(clusters);
        sandbox.StartTime = await sandbox.RunAsync(clusters);
        return sandbox;
    }

    /// <summary>Ends the process as an operator would and starts it on the same data; returns how long the start took.</summary>
    public async Task<TimeSpan> RestartAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        var clusters = Urls.Count;
        Urls.Clear();
        return await RunAsync(clusters);
    }

    private async Task<TimeSpan> RunAsync(int clusters)
    {
        var watch = Stopwatch.StartNew();
        _process = Process.Start(new ProcessStartInfo("dotnet", _arguments) { RedirectStandardOutput = true })!;
        while (Urls.Count < clusters)
        {
            var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sandbox ended.");
            if (Address().Match(line) is { Success: true } match) Urls.Add(match.Value);
        }
        var elapsed = watch.Elapsed;
        Admin = new Uri((await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sandbox ended.")).Split("  ")[1]);
        return elapsed;
    }

    /// <summary>Each cluster's kubeconfig, by its name.</summary>
    public IReadOnlyDictionary<string, string> Kubeconfigs() =>
        Directory.GetFiles(Path.Combine(_data, "kubeconfigs"), "*.yaml").ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, File.ReadAllText);

    /// <summary>A client with an administrator's certificate.</summary>
    public HttpClient Client()
    {
        var kubeconfig = File.ReadAllText(Directory.GetFiles(Path.Combine(_data, "kubeconfigs"), "*.yaml")[0]);
        string Text(string field) => Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Match(kubeconfig, field + ": (\\S+)").Groups[1].Value));
        return KubeHttp.Client(Text("certificate-authority-data"), Text("client-certificate-data"), Text("client-key-data"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [GeneratedRegex("https://\\S+/clusters/\\S+")]
    private static partial Regex Address();
}
