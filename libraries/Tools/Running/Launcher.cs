using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Platform.Tools.Running;

/// <summary>
/// Starts all programs from one thread that lives as long as the process. The signal that ends a program with its parent
/// (PR_SET_PDEATHSIG) is tied to the thread that started it, and threads of the pool come and go.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<Action> Queue = Begin();

    /// <summary>Starts a program. Throws <see cref="ToolException"/> when the system cannot.</summary>
    internal static Task<Process> StartAsync(ProcessStartInfo start, string name)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                started.SetException(new ToolException(ToolFailure.NotStarted, $"{name} could not be started: {e.Message}", e));
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var queue = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var start in queue.GetConsumingEnumerable())
                start();
        });
        (thread.Name, thread.IsBackground) = ("tools", true);
        thread.Start();
        return queue;
    }
}
