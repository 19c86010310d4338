namespace Platform.Storage;

/// <summary>
/// Gathers what several ask for at about the same time into one piece of work: whatever comes while one is under way goes into the next, in
/// the order it came. Who is alone waits for nobody.
/// </summary>
/// <param name="work">Does it for all of them, and answers in their order; what it throws, all of them get.</param>
/// <param name="most">How many go into one.</param>
public sealed class Gathering<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> work, int most)
{
    private readonly Lock gate = new();
    private readonly Queue<(TItem Item, TaskCompletionSource<TResult> Answer)> waiting = [];
    private bool running;

    /// <summary>The result for this item.</summary>
    public Task<TResult> AddAsync(TItem item)
    {
        var answer = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue((item, answer));
            if (running)
            {
                return answer.Task;
            }

            running = true;
        }

        // It goes on for others: nothing of the first one's context belongs to them.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAsync);
        }

        return answer.Task;
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } some)
        {
            try
            {
                var results = await work([.. some.Select(one => one.Item)]);
                foreach (var (one, result) in some.Zip(results))
                {
                    one.Answer.SetResult(result);
                }
            }
            catch (Exception e)
            {
                some.ForEach(one => one.Answer.TrySetException(e));
            }
        }
    }

    private List<(TItem Item, TaskCompletionSource<TResult> Answer)> Take()
    {
        lock (gate)
        {
            var some = new List<(TItem, TaskCompletionSource<TResult>)>(Math.Min(most, waiting.Count));
            while (some.Count < most && waiting.TryDequeue(out var next))
            {
                some.Add(next);
            }

            running = some.Count > 0;
            return some;
        }
    }
}
