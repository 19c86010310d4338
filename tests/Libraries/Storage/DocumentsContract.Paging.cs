using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

public abstract partial class DocumentsContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_hold_everything_once_however_many_are_alike_or_null(bool descending)
    {
        for (var i = 0; i < 23; i++)
        {
            await AddAsync($"p{i:00}", x => x.Weight = i % 5 == 0 ? null : i % 3);
        }

        var find = descending ? All.OrderByDescending(x => x.Weight) : All.OrderBy(x => x.Weight);
        var whole = (await Parcels.FindAsync(find, Ct)).Items.Select(x => x.Id).ToList();
        var paged = await PagedAsync(find.Limit(4));

        paged.ShouldBe(whole);
        whole.Distinct().Count().ShouldBe(23);
        (whole.IndexOf("p00") < whole.IndexOf("p01")).ShouldBe(!descending, "nulls are smallest");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_by_time_and_by_id_hold_everything_once(bool descending)
    {
        for (var i = 0; i < 11; i++)
        {
            await AddAsync($"p{i:00}", x => x.DueAt = i % 4 == 0 ? null : Noon.AddTicks(i / 3).ToOffset(TimeSpan.FromHours(i)));
        }

        var byTime = descending ? All.OrderByDescending(x => x.DueAt) : All.OrderBy(x => x.DueAt);
        var byId = descending ? All.OrderByDescending(x => x.Id) : All;
        foreach (var find in new[] { byTime, byId })
        {
            (await PagedAsync(find.Limit(2))).ShouldBe((await Parcels.FindAsync(find, Ct)).Items.Select(x => x.Id));
        }
    }

    [Fact]
    public async Task Paging_loses_and_repeats_nothing_while_others_insert_and_delete()
    {
        for (var i = 0; i < 10; i++)
        {
            await AddAsync($"p{i}", x => x.Sequence = i);
        }

        var find = All.OrderBy(x => x.Sequence).Limit(4);
        var first = await Parcels.FindAsync(find, Ct);
        await AddAsync("early", x => x.Sequence = -5);
        await AddAsync("between", x => x.Sequence = 5);
        await Parcels.DeleteAsync("p3", ct: Ct);
        await Parcels.DeleteAsync("p7", ct: Ct);

        var rest = await PagedAsync(find.ContinueFrom(first.Continue));

        string.Join(' ', first.Items.Select(x => x.Id)).ShouldBe("p0 p1 p2 p3");
        string.Join(' ', rest).ShouldBe("p4 between p5 p6 p8 p9");
    }

    [Fact]
    public async Task The_last_page_has_no_continuation_even_when_it_is_full()
    {
        await AddAsync("a");
        await AddAsync("b");

        (await Parcels.FindAsync(All.Limit(2), Ct)).Continue.ShouldBeNull();
        (await Parcels.FindAsync(All.Limit(1), Ct)).Continue.ShouldNotBeNull();
        (await Parcels.FindAsync(All.Where(x => x.Id, "z"), Ct)).Continue.ShouldBeNull();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!!!")]
    [InlineData("e30")]
    [InlineData("WzEsMiwzLDRd")]
    [InlineData("WyJpZCIsZmFsc2UsbnVsbCxudWxsXQ")]
    public async Task A_token_nobody_gave_out_is_refused(string token) =>
        await Should.ThrowAsync<ContinueTokenException>(() => Parcels.FindAsync(All.ContinueFrom(token), Ct));

    [Fact]
    public async Task A_token_of_another_order_is_refused()
    {
        await AddAsync("a");
        await AddAsync("b");
        var token = (await Parcels.FindAsync(All.Limit(1), Ct)).Continue;

        await Should.ThrowAsync<ContinueTokenException>(() => Parcels.FindAsync(All.OrderBy(x => x.Sequence).ContinueFrom(token), Ct));
        await Should.ThrowAsync<ContinueTokenException>(() => Parcels.FindAsync(All.OrderByDescending(x => x.Id).ContinueFrom(token), Ct));
    }

    private async Task<List<string>> PagedAsync(Find<Parcel> find)
    {
        var ids = new List<string>();
        await foreach (var parcel in Parcels.FindAllAsync(find, Ct))
        {
            ids.Add(parcel.Id);
        }

        return ids;
    }
}
