namespace Platform.Gateway.Tests.Support;

/// <summary>Waits for a condition instead of a time.</summary>
internal static class Eventually
{
    public static async Task<T> GetAsync<T>(Func<Task<T?>> probe)
        where T : class
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (true)
        {
            if (await probe() is { } found)
                return found;
            await Task.Delay(20, patience.Token);
        }
    }

    public static Task IsTrueAsync(Func<Task<bool>> probe) => GetAsync<object>(async () => await probe() ? probe : null);
}
