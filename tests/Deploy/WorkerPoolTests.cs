using Microsoft.Extensions.Hosting;
using Platform.Deploy.Applying;

namespace Platform.Deploy.Tests;

public sealed class WorkerPoolTests : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private int parts;

    [Fact]
    public async Task What_finds_no_slot_of_its_cluster_waits_without_a_worker_and_in_order()
    {
        var pool = Pool(workers: 4, slots: 1);
        var first = await TakeAsync(pool, "east");
        var second = Enter(pool, "east");
        var third = Enter(pool, "east");

        for (var i = 0; i < 3; i++)
            await TakeAsync(pool, $"other-{i}");
        second.IsCompleted.ShouldBeFalse();
        pool.Waiting.ShouldBe(2);

        first.Dispose();
        first.Dispose();
        using (await PlaceAsync(second))
            third.IsCompleted.ShouldBeFalse();
        (await PlaceAsync(third)).Dispose();
    }

    [Fact]
    public async Task Clusters_get_workers_in_turn_however_many_parts_wait_for_one()
    {
        var pool = Pool(workers: 1, slots: 8);
        var place = await TakeAsync(pool, "east");
        var many = Enumerable.Range(0, 100).Select(_ => Enter(pool, "east")).ToList();
        var other = Enter(pool, "west");

        place.Dispose();
        (await PlaceAsync(many[0])).Dispose();

        (await PlaceAsync(other)).Dispose();
    }

    [Fact]
    public async Task Peoples_changes_and_removals_go_before_background_work_that_came_earlier()
    {
        var pool = Pool(workers: 4, slots: 1);
        var place = await TakeAsync(pool, "east");
        var background = Enter(pool, "east", WorkQueue.Background);
        var removal = Enter(pool, "east", WorkQueue.Remove);
        var change = Enter(pool, "east");

        place.Dispose();
        using (await PlaceAsync(removal))
            change.IsCompleted.ShouldBeFalse();
        using (await PlaceAsync(change))
            background.IsCompleted.ShouldBeFalse();
        (await PlaceAsync(background)).Dispose();
    }

    [Fact]
    public async Task Background_work_takes_no_slot_that_a_change_still_lacks_a_worker_for()
    {
        var pool = Pool(workers: 1, slots: 1);
        var elsewhere = await TakeAsync(pool, "west");
        var place = pool.TryEnter("east")!;
        var background = Enter(pool, "east", WorkQueue.Background);
        var change = Enter(pool, "east");

        place.Dispose();
        background.IsCompleted.ShouldBeFalse();
        elsewhere.Dispose();
        using (await PlaceAsync(change))
            background.IsCompleted.ShouldBeFalse();
        (await PlaceAsync(background)).Dispose();
    }

    [Fact]
    public async Task A_worker_whose_cluster_is_silent_serves_others_and_its_slot_stays_taken()
    {
        var pool = Pool(workers: 1, slots: 1);
        var silent = await TakeAsync(pool, "east");
        var same = Enter(pool, "east");
        var other = Enter(pool, "west");

        silent.LeaveWorker();
        silent.LeaveWorker();

        using (await PlaceAsync(other))
            same.IsCompleted.ShouldBeFalse();
        silent.Dispose();
        (await PlaceAsync(same)).Dispose();
    }

    [Fact]
    public async Task What_waits_for_a_hanging_cluster_leaves_room_for_others_and_the_last_go_first()
    {
        var pool = Pool(workers: 4, slots: 1, takes: 16);
        var hanging = await TakeAsync(pool, "east");
        var waiting = Enumerable.Range(0, 15).Select(_ => Enter(pool, "east")).ToList();
        waiting.ShouldAllBe(turn => !turn.IsCompleted);

        hanging.Hang();

        pool.Waiting.ShouldBe(7, "as much as there is room left");
        waiting.Take(7).ShouldAllBe(turn => !turn.IsCompleted);
        foreach (var turn in waiting.Skip(7))
            (await turn).ShouldSatisfyAllConditions(put => put.Place.ShouldBeNull(), put => put.ComeBack.ShouldNotBeNull());
        (await Enter(pool, "east")).Place.ShouldBeNull();
        (await TakeAsync(pool, "west")).Dispose();
        hanging.Dispose();
        (await PlaceAsync(waiting[0])).Dispose();
    }

    [Fact]
    public async Task An_attempt_that_waits_already_does_not_wait_twice()
    {
        var pool = Pool(workers: 4, slots: 1);
        var place = await TakeAsync(pool, "east");
        var first = pool.EnterAsync(WorkQueue.Apply, "east", "part/1", TestContext.Current.CancellationToken);

        (await pool.EnterAsync(WorkQueue.Apply, "east", "part/1", TestContext.Current.CancellationToken)).ShouldBe(default);

        place.Dispose();
        (await PlaceAsync(first)).Dispose();
        (await PlaceAsync(pool.EnterAsync(WorkQueue.Apply, "east", "part/1", TestContext.Current.CancellationToken))).Dispose();
    }

    [Fact]
    public async Task A_process_that_ends_gives_everything_that_waits_to_others()
    {
        var pool = Pool(workers: 4, slots: 1);
        await TakeAsync(pool, "east");
        var waiting = Enumerable.Range(0, 5).Select(_ => Enter(pool, "east")).ToList();

        await stopping.CancelAsync();

        foreach (var turn in waiting)
            (await turn).ComeBack.ShouldNotBeNull();
        (await Enter(pool, "west")).ComeBack.ShouldNotBeNull();
        pool.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_out_of_the_line()
    {
        var pool = Pool(workers: 4, slots: 1);
        var place = await TakeAsync(pool, "east");
        using var enough = new CancellationTokenSource();
        var impatient = pool.EnterAsync(WorkQueue.Apply, "east", "impatient", enough.Token);
        var patient = Enter(pool, "east");

        await enough.CancelAsync();
        (await impatient).Place.ShouldBeNull();

        place.Dispose();
        (await PlaceAsync(patient)).Dispose();
    }

    public void Dispose() => stopping.Dispose();

    private WorkerPool Pool(int workers, int slots, int takes = 1024) =>
        new(new() { Workers = workers, WorkersPerCluster = slots, TakenAtOnce = takes }, new Lifetime(stopping.Token), TimeProvider.System);

    private Task<Turn> Enter(WorkerPool pool, string cluster, WorkQueue queue = WorkQueue.Apply) =>
        pool.EnterAsync(queue, cluster, $"part-{++parts}/1", TestContext.Current.CancellationToken);

    private Task<Place> TakeAsync(WorkerPool pool, string cluster) => PlaceAsync(Enter(pool, cluster));

    private static async Task<Place> PlaceAsync(Task<Turn> turn) =>
        (await turn.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Place.ShouldNotBeNull();

    private sealed class Lifetime(CancellationToken stopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
