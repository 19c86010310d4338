namespace Platform.Libraries.Tests.Kubernetes;

/// <summary>Waits for a condition, with a bound.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
            await Task.Delay(10, bound.Token);
    }
}
