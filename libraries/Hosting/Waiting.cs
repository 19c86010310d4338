namespace Platform.Hosting;

/// <summary>Holds an answer until something is done or the time is up; the other half of <c>?wait=30s</c>.</summary>
public static class Waiting
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks <paramref name="done"/> at once, then ever less often (50 ms to 200 ms apart); false when the time was up first.</summary>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public static Task<bool> ForAsync(TimeSpan time, Func<Task<bool>> done, CancellationToken ct = default) =>
        ForAsync(time, done, TimeProvider.System, ct);

    /// <summary>The same by another clock.</summary>
    public static async Task<bool> ForAsync(TimeSpan time, Func<Task<bool>> done, TimeProvider clock, CancellationToken ct = default)
    {
        var start = clock.GetTimestamp();
        for (var pause = First; ; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            if (await done())
                return true;
            var left = time - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return false;
            await Task.Delay(pause < left ? pause : left, clock, ct);
        }
    }
}
