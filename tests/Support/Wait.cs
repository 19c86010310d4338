using System.Diagnostics;

namespace Platform.Tests.Support;

/// <summary>Waiting for a condition instead of for a time.</summary>
internal static class Wait
{
    /// <summary>Looks until it is so; fails with what it waited for, and with what <paramref name="seen"/> tells of how it is instead.</summary>
    internal static async Task UntilAsync(string what, Func<Task<bool>> condition, double seconds = 30, Func<string>? seen = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed.TotalSeconds >= seconds)
                throw new TimeoutException($"{seconds} s were not enough for {what}. {seen?.Invoke()}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, double, Func{string}?)"/>
    internal static Task UntilAsync(string what, Func<bool> condition, double seconds = 30) => UntilAsync(what, () => Task.FromResult(condition()), seconds);
}
