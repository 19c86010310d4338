using System.Diagnostics;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Waiting for a condition instead of for a time.</summary>
public static class Wait
{
    /// <summary>Looks until it is so; fails with what it waited for after <paramref name="seconds"/>.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, double seconds = 20)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(seconds, what);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, double)"/>
    public static Task UntilAsync(string what, Func<bool> condition, double seconds = 20) => UntilAsync(what, () => Task.FromResult(condition()), seconds);
}
