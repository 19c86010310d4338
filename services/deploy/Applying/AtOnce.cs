namespace Platform.Deploy.Applying;

/// <summary>
/// Does the same with each of some items, so many at once. What is done only waits for clusters, so it needs no threads and none of what a
/// parallel loop costs.
/// </summary>
internal static class AtOnce
{
    /// <summary>What came of each, in their order. After a failure none is begun any more; it is thrown when those under way are over.</summary>
    public static async Task<IReadOnlyList<TResult>> AllAsync<T, TResult>(IReadOnlyList<T> items, int most, Func<T, Task<TResult>> work)
    {
        var (results, next) = (new TResult[items.Count], 0);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(most, items.Count)).Select(_ => OneByOneAsync()));
        return results;

        async Task OneByOneAsync()
        {
            try
            {
                while (Interlocked.Increment(ref next) - 1 is var at && at < items.Count)
                    results[at] = await work(items[at]);
            }
            catch
            {
                Volatile.Write(ref next, items.Count);
                throw;
            }
        }
    }
}
