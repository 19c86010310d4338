using Platform.Deploy.Applying;

namespace Platform.Deploy.Tests;

public sealed class AtOnceTests
{
    [Fact]
    public async Task No_more_than_so_many_are_done_at_once_and_what_comes_of_them_keeps_its_order()
    {
        var gates = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<int>()).ToArray();
        var begun = new List<int>();
        var all = AtOnce.AllAsync([0, 1, 2, 3, 4], 2, item =>
        {
            begun.Add(item);
            return gates[item].Task;
        });

        begun.ShouldBe([0, 1]);
        gates[1].SetResult(10);
        begun.ShouldBe([0, 1, 2]);
        foreach (var item in (int[])[2, 3, 4, 0])
            gates[item].SetResult(item);
        (await all).ShouldBe([0, 10, 2, 3, 4]);
    }

    [Fact]
    public async Task After_a_failure_none_is_begun_and_those_under_way_are_waited_for()
    {
        var (first, second, begun) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>(), 0);
        var all = AtOnce.AllAsync([first.Task, second.Task, Task.FromResult(3)], 2, item =>
        {
            begun++;
            return item;
        });

        first.SetException(new InvalidOperationException("refused"));
        all.IsCompleted.ShouldBeFalse();
        second.SetResult(2);
        (await Should.ThrowAsync<InvalidOperationException>(all)).Message.ShouldBe("refused");
        begun.ShouldBe(2);
    }
}
