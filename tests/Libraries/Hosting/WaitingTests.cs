using Microsoft.Extensions.Time.Testing;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class WaitingTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task What_is_done_is_not_waited_for() =>
        (await Waiting.ForAsync(TimeSpan.FromMinutes(5), () => Task.FromResult(true), clock, TestContext.Current.CancellationToken)).ShouldBeTrue();

    [Fact]
    public async Task Without_a_time_it_asks_once()
    {
        var asked = 0;
        (await Waiting.ForAsync(TimeSpan.Zero, () => Task.FromResult(++asked > 1), clock, TestContext.Current.CancellationToken)).ShouldBeFalse();
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task It_ends_when_it_is_done_or_the_time_is_up()
    {
        var isDone = false;
        var asked = 0;
        var first = Waiting.ForAsync(TimeSpan.FromSeconds(30), () => Task.FromResult(++asked > 0 && isDone), clock, TestContext.Current.CancellationToken);
        for (var i = 0; i < 40; i++)
            clock.Advance(TimeSpan.FromMilliseconds(500));
        first.IsCompleted.ShouldBeFalse();
        asked.ShouldBeInRange(35, 45);
        isDone = true;
        clock.Advance(TimeSpan.FromMilliseconds(500));
        (await first).ShouldBeTrue();

        var second = Waiting.ForAsync(TimeSpan.FromSeconds(30), () => Task.FromResult(false), clock, TestContext.Current.CancellationToken);
        for (var i = 0; i < 62; i++)
            clock.Advance(TimeSpan.FromMilliseconds(500));
        (await second).ShouldBeFalse();
    }

    [Fact]
    public async Task It_ends_when_the_caller_goes_away()
    {
        using var gone = new CancellationTokenSource();
        var waiting = Waiting.ForAsync(TimeSpan.FromSeconds(30), () => Task.FromResult(false), clock, gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }
}
