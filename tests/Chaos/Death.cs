using Platform.Deploy.Tests;
using Platform.Messaging;

namespace Platform.Chaos.Tests;

/// <summary>
/// Lets the Deploy process of a test die between two steps: from a point on nothing more is written or sent, whatever still runs. Then it
/// comes again on the same data.
/// </summary>
internal sealed class Death : IDisposable
{
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? only;
    private int left;

    private Death(int after, string? only) => (left, this.only) = (after, only);

    /// <summary>Where it died.</summary>
    public string? Where { get; private set; }

    public Task Died => died.Task;

    /// <summary>It dies the so-manyth time it passes a point; 0 = now.</summary>
    public static Death After(int points)
    {
        var death = new Death(points, null);
        FaultPoint.Handler = death.Pass;
        return death;
    }

    /// <summary>It dies when it comes to a point of this name first.</summary>
    public static Death At(string point)
    {
        var death = new Death(0, point);
        FaultPoint.Handler = death.Pass;
        return death;
    }

    /// <summary>It is dead; the process starts anew.</summary>
    public static async Task RestartAsync(DeployHost host)
    {
        await host.Service.DisposeAsync();
        FaultPoint.Handler = null;
        await host.RestartAsync();
    }

    public void Dispose() => FaultPoint.Handler = null;

    private void Pass(string name, string id)
    {
        if (!died.Task.IsCompleted && ((only is not null && only != name) || Interlocked.Decrement(ref left) >= 0))
            return;
        Where ??= $"{name} of {id}";
        died.TrySetResult();
        throw new OperationCanceledException("The process is dead.");
    }
}
