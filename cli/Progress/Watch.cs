using System.Text.Json.Nodes;
using Platform.Cli.Http;
using Platform.Cli.Output;
using Spectre.Console;

namespace Platform.Cli.Progress;

/// <summary>Looks at a resource until it has ended, showing what changes. A server that is away for a moment is waited for.</summary>
internal sealed class Watch(Invocation invocation)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time = invocation.Surroundings.Time;

    /// <summary>The resource as it was when it had ended.</summary>
    /// <exception cref="CommandFailure">The time was up, or the server stayed away.</exception>
    public async Task<JsonObject> RunAsync(string path, IWatched what, TimeSpan? timeout, CancellationToken ct)
    {
        if (invocation.Format == OutputFormat.Table && invocation.Surroundings.Terminal is { } terminal)
        {
            JsonObject? last = null;
            await terminal.Live(new Text("")).StartAsync(async live => last = await FollowAsync(
                path, what, timeout, state => live.UpdateTarget(what.Picture(state)), ct));
            return last!;
        }

        var lines = new ChangedLines(invocation.Format == OutputFormat.Table ? invocation.Surroundings.Out : invocation.Surroundings.Error, time);
        return await FollowAsync(path, what, timeout, state => lines.Show(what.Facts(state)), ct);
    }

    private async Task<JsonObject> FollowAsync(string path, IWatched what, TimeSpan? timeout, Action<JsonObject> show, CancellationToken ct)
    {
        var begin = time.GetTimestamp();
        var asked = begin;
        var state = await invocation.Api.GetAsync(path, ct);
        while (true)
        {
            // What takes the server long to say, such as a thousand clusters, is asked for less often.
            var pause = Math.Clamp(time.GetElapsedTime(asked) * 4 / Pause, 1, 10) * Pause;
            show(state);
            if (what.Ended(state))
            {
                return state;
            }

            if (time.GetElapsedTime(begin) >= timeout)
            {
                throw new CommandFailure(ExitCodes.Failed, $"It has not ended after {timeout:g}; it goes on.");
            }

            await Task.Delay(pause, time, ct);
            asked = time.GetTimestamp();
            state = await AgainAsync(path, ct);
        }
    }

    private async Task<JsonObject> AgainAsync(string path, CancellationToken ct)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await invocation.Api.GetAsync(path, ct);
            }
            catch (CommandFailure e) when (e is ServerUnreachable or ApiProblem { Passing: true } && time.GetElapsedTime(begin) < Patience)
            {
                await Task.Delay(Pause * 2, time, ct);
            }
        }
    }
}
