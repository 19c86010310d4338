using System.Diagnostics;

namespace Platform.Tests.Support;

/// <summary>Waiting for a condition instead of for a time.</summary>
internal static class Wait
{
    /// <summary>Looks until it is so; fails with what it waited for.</summary>
    internal static async Task UntilAsync(string what, Func<Task<bool>> condition, double seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(seconds, what);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, double)"/>
    internal static Task UntilAsync(string what, Func<bool> condition, double seconds = 30) => UntilAsync(what, () => Task.FromResult(condition()), seconds);
}
