using System.Diagnostics;

namespace Platform.Local.Distributed;

/// <summary>One service as a process of its own; its output goes to a log file in the data folder.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly Process process;
    private readonly Task copying;

    private ChildProcess(string name, string log, Process process, Task copying)
    {
        Name = name;
        Log = log;
        this.process = process;
        this.copying = copying;
    }

    public string Name { get; }

    public string Log { get; }

    public int Id => process.Id;

    /// <summary>Ends when the process does, with a sentence that says so.</summary>
    public async Task<string> EndedAsync()
    {
        await process.WaitForExitAsync();
        return $"{Name} ended with code {process.ExitCode}; see {Log}";
    }

    /// <summary>Starts <c>Platform.&lt;assembly&gt;.dll</c>, which lies beside this program.</summary>
    public static ChildProcess Start(string name, string assembly, string? url, IReadOnlyDictionary<string, string> environment, string logDirectory, params ReadOnlySpan<string> arguments)
    {
        Directory.CreateDirectory(logDirectory);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        if (url is not null)
        {
            start.ArgumentList.Add("--urls");
            start.ArgumentList.Add(url);
        }

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;

        var log = Path.Combine(logDirectory, name + ".log");
        var process = Process.Start(start)!;
        return new ChildProcess(name, log, process, CopyAsync(process, log));
    }

    /// <summary>kill -9, and until it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop, and kills it when it does not within 15 seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            await terminate.WaitForExitAsync();
            using var patience = new CancellationTokenSource(Grace);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await copying;
        process.Dispose();
    }

    private static async Task CopyAsync(Process process, string log)
    {
        await using var file = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await using var writer = TextWriter.Synchronized(new StreamWriter(file) { AutoFlush = true });
        await Task.WhenAll(CopyAsync(process.StandardOutput, writer), CopyAsync(process.StandardError, writer));
    }

    private static async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line)
            await to.WriteLineAsync(line);
    }
}
