using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

public abstract partial class DocumentsContract
{
    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await AddAsync("a", x => x.Labels = ["kept"]);
        await StopAsync(Store);

        var restarted = await StartAsync();

        (await restarted.Parcels.FindAsync(All.Where(x => x.Labels, "kept"), Ct)).Items.ShouldHaveSingleItem().Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_index_added_later_finds_what_was_there_before_and_a_removed_one_binds_no_more()
    {
        await StopAsync(Store);
        var before = await StartAsync(x => x.Unique(p => p.Sequence));
        await before.Parcels.InsertAsync(new Parcel { Id = "a", Sequence = 1, Labels = ["l"], DueAt = Noon }, Ct);
        await Should.ThrowAsync<UniqueViolationException>(() => before.Parcels.InsertAsync(new Parcel { Id = "b", Sequence = 1 }, Ct));
        await StopAsync(before);

        var after = (await StartAsync(x => x.Index(p => p.DueAt).Index(p => p.Labels).Index(p => p.Sequence))).Parcels;

        (await after.InsertAsync(new Parcel { Id = "b", Sequence = 1 }, Ct)).ShouldBeTrue();
        (await after.FindAsync(All.Where(x => x.Sequence, 1), Ct)).Items.Count.ShouldBe(2);
        (await after.FindAsync(All.Where(x => x.DueAt, Noon).Where(x => x.Labels, "l"), Ct)).Items.ShouldHaveSingleItem().Id.ShouldBe("a");
    }

    [Fact]
    public async Task A_read_sees_every_write_completed_before_it()
    {
        var parcel = await AddAsync("a");
        for (var i = 1; i <= 100; i++)
        {
            parcel.Sequence = i;
            await Parcels.ReplaceAsync(parcel, Ct);
            (await Parcels.GetAsync("a", Ct))!.Sequence.ShouldBe(i);
            (await Parcels.CountAsync(All.Where(x => x.Sequence, i), Ct)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Parcels.InsertAsync(new Parcel { Id = "a" }, cancelled.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => Parcels.GetAsync("a", cancelled.Token));
        (await Parcels.GetAsync("a", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_changed_by_several_at_once_is_read_as_it_was_left()
    {
        var random = new Random(17);
        for (var round = 0; round < 40; round++)
        {
            var parcel = await AddAsync($"p{round}");
            // Begun together, so that a store which groups writes has them in one group.
            await Task.WhenAll(Enumerable.Range(0, 3).Select(async number => _ = random.Next(3) switch
            {
                0 => await Parcels.DeleteAsync(parcel.Id, ct: Ct),
                1 => await Parcels.InsertAsync(new Parcel { Id = parcel.Id, Sequence = number }, Ct),
                _ => await Parcels.ReplaceAsync(new Parcel { Id = parcel.Id, Version = 1, Sequence = number }, Ct),
            }));

            var stored = (await Parcels.FindAsync(All, Ct)).Items.SingleOrDefault(one => one.Id == parcel.Id);
            var read = await Parcels.GetAsync(parcel.Id, Ct);
            (read?.Version, read?.Sequence).ShouldBe((stored?.Version, stored?.Sequence), $"round {round}");
        }
    }
}
