using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

public sealed class GatheringTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_while_work_is_under_way_goes_into_the_next_in_its_order_and_no_more_than_fits()
    {
        var (begun, mayEnd, works) = (new TaskCompletionSource(), new TaskCompletionSource(), new List<int[]>());
        var gathering = new Gathering<int, string>(
            async items =>
            {
                works.Add([.. items]);
                begun.TrySetResult();
                await mayEnd.Task;
                return [.. items.Select(item => $"{item}!")];
            },
            4);

        var first = gathering.AddAsync(0);
        await begun.Task.WaitAsync(Ct);
        var rest = Enumerable.Range(1, 6).Select(gathering.AddAsync).ToList();
        mayEnd.SetResult();

        (await first).ShouldBe("0!");
        (await Task.WhenAll(rest)).ShouldBe(["1!", "2!", "3!", "4!", "5!", "6!"]);
        works.ShouldBe([[0], [1, 2, 3, 4], [5, 6]]);
    }

    [Fact]
    public async Task Work_that_fails_fails_for_those_in_it_and_not_for_who_comes_next()
    {
        var fails = true;
        var gathering = new Gathering<int, int>(items => fails ? throw new InvalidOperationException("broken") : Task.FromResult(items), 4);

        (await Should.ThrowAsync<InvalidOperationException>(() => gathering.AddAsync(1))).Message.ShouldBe("broken");
        fails = false;
        (await gathering.AddAsync(2).WaitAsync(Ct)).ShouldBe(2);
    }
}
