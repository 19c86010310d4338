using Microsoft.Extensions.Time.Testing;
using Platform.Deploy.Applying;

namespace Platform.Deploy.Tests;

public sealed class OverseerTests : IDisposable
{
    private static readonly AsyncLocal<string?> Message = new();

    private readonly FakeTimeProvider time = new();
    private readonly Overseer overseer;
    private readonly TaskCompletionSource<int> work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int looks;

    public OverseerTests() => overseer = new(time);

    [Fact]
    public async Task Work_is_looked_at_while_it_lasts_and_not_after_it()
    {
        var done = overseer.WatchAsync(() => work.Task, LookAsync);
        Pass();
        Pass();
        looks.ShouldBe(2);

        work.SetResult(7);
        (await done).ShouldBe(7);
        Pass();
        looks.ShouldBe(2);

        // The timer that had nothing to do goes on with the next.
        var next = new TaskCompletionSource<int>();
        var again = overseer.WatchAsync(() => next.Task, LookAsync);
        Pass();
        looks.ShouldBe(3);
        next.SetResult(0);
        await again;
    }

    [Fact]
    public async Task A_look_that_takes_long_is_not_repeated_and_the_work_ends_with_it()
    {
        var look = new TaskCompletionSource();
        var done = overseer.WatchAsync(() => work.Task, () =>
        {
            looks++;
            return look.Task;
        });
        Pass();
        Pass();
        looks.ShouldBe(1);

        work.SetResult(7);
        done.IsCompleted.ShouldBeFalse();
        look.SetResult();
        (await done).ShouldBe(7);
    }

    [Fact]
    public async Task A_look_that_fails_fails_the_work_and_no_other_work()
    {
        var failing = overseer.WatchAsync(() => work.Task, () => Task.FromException(new InvalidOperationException("the store is away")));
        var other = overseer.WatchAsync(() => work.Task, LookAsync);
        Pass();
        Pass();
        looks.ShouldBe(2);

        work.SetResult(7);
        (await Should.ThrowAsync<InvalidOperationException>(failing)).Message.ShouldBe("the store is away");
        (await other).ShouldBe(7);
    }

    [Fact]
    public async Task A_look_is_on_behalf_of_the_message_that_the_work_is_for()
    {
        var seen = new List<string?>();
        var (first, second) = (WatchAsync("one"), WatchAsync("two"));
        Pass();
        seen.Order().ShouldBe(["one", "two"]);

        work.SetResult(0);
        await Task.WhenAll(first, second);

        async Task WatchAsync(string message)
        {
            Message.Value = message;
            await overseer.WatchAsync(() => work.Task, () =>
            {
                seen.Add(Message.Value);
                return Task.CompletedTask;
            });
        }
    }

    public void Dispose() => overseer.Dispose();

    private void Pass() => time.Advance(TimeSpan.FromMilliseconds(25));

    private Task LookAsync()
    {
        looks++;
        return Task.CompletedTask;
    }
}
