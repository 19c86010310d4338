using Xunit.Sdk;

namespace Platform.EndToEnd.Tests.Harness;

/// <summary>Waits for a condition instead of for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns what <paramref name="look"/> gives as soon as it is not null; fails with the last failure after <paramref name="patience"/> (60 s).</summary>
    public static async Task<T> Get<T>(Func<Task<T?>> look, string waitingFor, TimeSpan? patience = null)
        where T : class
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        Exception? last = null;
        while (clock.GetElapsedTime(began) < (patience ?? TimeSpan.FromSeconds(60)))
        {
            try
            {
                if (await look() is { } found)
                    return found;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
            {
                last = failure;
            }

            await Task.Delay(Interval, clock);
        }

        throw new XunitException($"Waited in vain for {waitingFor}. {last?.Message}");
    }

    public static Task True(Func<Task<bool>> look, string waitingFor, TimeSpan? patience = null) =>
        Get(async () => await look() ? "yes" : null, waitingFor, patience);
}
