using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Tools.Running;

namespace Platform.Tools;

/// <summary>
/// Runs programs within the bounds of a <see cref="ToolRun"/>. When a run ends, for whatever reason, all its processes have ended: by
/// themselves, or killed with their whole process group and, where the system permits it, their whole process namespace. The same
/// happens when this process is killed.
/// </summary>
public sealed class ToolRunner(ToolBox tools, ILogger<ToolRunner>? log = null)
{
    private static readonly TimeSpan PatienceAfterEnd = TimeSpan.FromSeconds(5);
    private readonly ILogger _log = log ?? NullLogger<ToolRunner>.Instance;
    private bool _networkNotCutSaid;

    /// <summary>The programs it can run.</summary>
    public ToolBox Tools => tools;

    /// <summary>
    /// Runs a program and gives what it printed. Throws <see cref="ToolMissingException"/>, <see cref="ToolException"/> when it can't be
    /// started or goes beyond its limits, <see cref="OperationCanceledException"/>. An exit code other than 0 is no exception:
    /// <see cref="ToolResult.OrThrow"/> makes it one.
    /// </summary>
    public async Task<ToolResult> RunAsync(ToolRun run, CancellationToken ct = default)
    {
        using var budget = new OutputBudget(run.OutputLimit);
        var output = new CapturedText(budget);
        var errors = new LastLines();
        var exitCode = await RunAsync(run, budget, output.ReadAsync, (stream, c) => LineReader.ReadAsync(stream, budget, errors.AddAsync, c), ct);
        return new ToolResult(exitCode, output.Text, errors.Text);
    }

    /// <summary>As <see cref="RunAsync"/>, giving each line of both streams as it comes; a slow reader slows the program down.</summary>
    public async Task<ToolResult> StreamAsync(ToolRun run, Func<string, ValueTask> line, CancellationToken ct = default)
    {
        using var budget = new OutputBudget(run.OutputLimit);
        var last = new LastLines();
        using var turn = new SemaphoreSlim(1, 1);
        Task Read(Stream stream, CancellationToken c) => LineReader.ReadAsync(stream, budget, EachAsync, c);
        var exitCode = await RunAsync(run, budget, Read, Read, ct);
        return new ToolResult(exitCode, "", last.Text);

        // The two streams are read side by side, the caller hears one line at a time.
        async ValueTask EachAsync(string text)
        {
            await turn.WaitAsync(CancellationToken.None);
            try
            {
                await last.AddAsync(text);
                await line(text);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    private async Task<int> RunAsync(
        ToolRun run, OutputBudget budget, Func<Stream, CancellationToken, Task> output, Func<Stream, CancellationToken, Task> errors, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var program = tools.Find(run.Program);
        var containment = await Containment.CurrentAsync;
        if (!run.Network && !containment.CutsNetwork(run) && !Interlocked.Exchange(ref _networkNotCutSaid, true))
            ToolLogging.NetworkNotCut(_log, run.Program);

        using var home = RunHome.Of(run);
        using var limit = new CancellationTokenSource(run.TimeLimit);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token, budget.Exceeded);
        using var process = await Launcher.StartAsync(containment.Start(run, program, home, tools.SearchPath), run.Program);
        void Kill() => ProcessGroup.Kill(process, containment);
        await using (ending.Token.Register(Kill))
            await EndAsync(process, Kill, output, errors, run.Input);

        ct.ThrowIfCancellationRequested();
        if (budget.IsExceeded)
            throw new ToolException(ToolFailure.TooMuchOutput, $"{run.Program} printed more than {run.OutputLimit} bytes and was stopped.");
        if (limit.IsCancellationRequested)
            throw new ToolException(ToolFailure.TimedOut, $"{run.Program} took longer than {run.TimeLimit} and was stopped.");
        return process.ExitCode;
    }

    private static async Task EndAsync(
        Process process, Action kill, Func<Stream, CancellationToken, Task> output, Func<Stream, CancellationToken, Task> errors, ReadOnlyMemory<byte>? input)
    {
        using var late = new CancellationTokenSource();
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, errors), FeedAsync(process, input));
        await process.WaitForExitAsync(CancellationToken.None);
        // What it left running in its group goes too. A process that got away keeps the pipes open: they are given up soon.
        kill();
        late.CancelAfter(PatienceAfterEnd);
        try
        {
            await reading;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // What was read until then is what there is.
        }

        async Task ReadAsync(StreamReader reader, Func<Stream, CancellationToken, Task> read)
        {
            try
            {
                await read(reader.BaseStream, late.Token);
            }
            catch
            {
                // A reader that fails must not leave the program writing to nobody.
                kill();
                throw;
            }
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte>? input)
    {
        try
        {
            await using var stream = process.StandardInput.BaseStream;
            if (input is { } bytes)
                await stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading all of it: its exit code tells what that means.
        }
    }
}
