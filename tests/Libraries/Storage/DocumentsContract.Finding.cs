using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

public abstract partial class DocumentsContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Find<Parcel> All = Find<Parcel>.All;

    [Fact]
    public async Task Every_type_of_field_is_found_by_its_value()
    {
        var owner = Guid.NewGuid();
        await AddAsync("a", x =>
        {
            (x.Owner, x.Phase, x.Sequence, x.Weight, x.Urgent) = (owner, ParcelPhase.OnTheWay, 7, 3, true);
            (x.DueAt, x.Application, x.Route.Region) = (Noon, "it's", "east");
        });
        await AddAsync("b");

        (await IdsAsync(All.Where(x => x.Id, "a"))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Owner, owner))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Phase, ParcelPhase.OnTheWay))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Sequence, 7))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Weight, 3))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Urgent, true))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.DueAt, Noon.ToOffset(TimeSpan.FromHours(-8))))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Application, "it's"))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Route.Region, "east"))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Urgent, false).Where(x => x.DueAt, null))).ShouldBe("b");
        (await IdsAsync(All.Where(x => x.Urgent, true).Where(x => x.DueAt, null))).ShouldBe("");
    }

    [Fact]
    public async Task Not_this_value_includes_no_value()
    {
        await AddAsync("a", x => x.Weight = 1);
        await AddAsync("b", x => x.Weight = 2);
        await AddAsync("c", x => x.Weight = null);

        (await IdsAsync(All.WhereNot(x => x.Weight, 1))).ShouldBe("b c");
        (await IdsAsync(All.WhereNot(x => x.Weight, null))).ShouldBe("a b");
    }

    [Fact]
    public async Task One_of_several_values()
    {
        await AddAsync("a", x => (x.Phase, x.Weight, x.Urgent) = (ParcelPhase.Packed, 1, true));
        await AddAsync("b", x => (x.Phase, x.Weight) = (ParcelPhase.OnTheWay, 2));
        await AddAsync("c", x => x.Phase = ParcelPhase.Delivered);

        (await IdsAsync(All.WhereIn(x => x.Phase, ParcelPhase.Packed, ParcelPhase.Delivered))).ShouldBe("a c");
        (await IdsAsync(All.WhereIn(x => x.Weight, 2, null))).ShouldBe("b c");
        (await IdsAsync(All.WhereIn(x => x.Urgent, true))).ShouldBe("a");
        (await IdsAsync(All.WhereIn(x => x.Id, new List<string> { "c", "z" }))).ShouldBe("c");
        (await IdsAsync(All.WhereIn(x => x.Phase))).ShouldBe("");
    }

    [Fact]
    public async Task Ranges_of_times_are_exact_to_the_tick_and_leave_out_those_without()
    {
        await AddAsync("before", x => x.DueAt = Noon.AddTicks(-1));
        await AddAsync("noon", x => x.DueAt = Noon.ToOffset(TimeSpan.FromHours(9)));
        await AddAsync("after", x => x.DueAt = Noon.AddTicks(1).ToOffset(TimeSpan.FromHours(-9)));
        await AddAsync("never");

        (await IdsAsync(All.WhereAtMost(x => x.DueAt, Noon).OrderBy(x => x.DueAt))).ShouldBe("before noon");
        (await IdsAsync(All.WhereAtLeast(x => x.DueAt, Noon).OrderBy(x => x.DueAt))).ShouldBe("noon after");
        (await IdsAsync(All.After(x => x.DueAt, Noon))).ShouldBe("after");
        (await IdsAsync(All.Before(x => x.DueAt, Noon))).ShouldBe("before");
        (await IdsAsync(All.WhereAtLeast(x => x.DueAt, Noon.AddTicks(-1)).Before(x => x.DueAt, Noon))).ShouldBe("before");
    }

    [Fact]
    public async Task Numbers_order_as_numbers()
    {
        foreach (var number in new[] { 10L, 9, -1, 100, long.MinValue, 3_000_000_000 })
        {
            await AddAsync("n" + number, x => x.Sequence = number);
        }

        (await Parcels.FindAsync(All.OrderBy(x => x.Sequence), Ct)).Items.Select(x => x.Sequence)
            .ShouldBe([long.MinValue, -1, 9, 10, 100, 3_000_000_000]);
        (await IdsAsync(All.After(x => x.Sequence, 10).OrderByDescending(x => x.Sequence))).ShouldBe("n3000000000 n100");
    }

    [Fact]
    public async Task Texts_that_start_alike()
    {
        foreach (var name in new[] { "shop", "shop/cart", "shop/é", "shopping", "Shop", "sho", "shop_x" })
        {
            await AddAsync(name, x => x.Application = name);
        }

        (await IdsAsync(All.WhereStartsWith(x => x.Application, "shop/"))).ShouldBe("shop/cart shop/é");
        (await IdsAsync(All.WhereStartsWith(x => x.Application, "shop"))).ShouldBe("shop shop/cart shop/é shop_x shopping");
    }

    [Fact]
    public async Task A_field_of_several_strings_matches_what_it_contains()
    {
        await AddAsync("a", x => x.Labels = ["tier=web", "region=east", "tier=web"]);
        await AddAsync("b", x => x.Labels = ["tier=web"]);
        await AddAsync("c", x => x.Labels = []);

        (await IdsAsync(All.Where(x => x.Labels, "tier=web"))).ShouldBe("a b");
        (await IdsAsync(All.Where(x => x.Labels, "tier=web").Where(x => x.Labels, "region=east"))).ShouldBe("a");
        (await IdsAsync(All.WhereNot(x => x.Labels, "region=east"))).ShouldBe("b c");
        (await IdsAsync(All.WhereIn(x => x.Labels, "region=east", "x"))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Labels, "tier"))).ShouldBe("");
    }

    [Fact]
    public async Task A_field_of_several_strings_follows_replacement_and_deletion()
    {
        var a = await AddAsync("a", x => x.Labels = ["old", "kept"]);
        await AddAsync("b", x => x.Labels = ["old"]);
        a.Labels = ["kept", "new"];
        await Parcels.ReplaceAsync(a, Ct);

        (await IdsAsync(All.Where(x => x.Labels, "old"))).ShouldBe("b");
        (await IdsAsync(All.Where(x => x.Labels, "kept"))).ShouldBe("a");
        (await IdsAsync(All.Where(x => x.Labels, "new"))).ShouldBe("a");
        await Parcels.DeleteAsync("a", ct: Ct);
        await AddAsync("a");
        (await IdsAsync(All.Where(x => x.Labels, "kept"))).ShouldBe("");
    }

    [Fact]
    public async Task A_count_ignores_the_limit()
    {
        for (var i = 0; i < 5; i++)
        {
            await AddAsync("p" + i, x => x.Sequence = i);
        }

        (await Parcels.CountAsync(All.Limit(2), Ct)).ShouldBe(5);
        (await Parcels.CountAsync(All.WhereAtLeast(x => x.Sequence, 3), Ct)).ShouldBe(2);
        (await Parcels.CountAsync(All.Where(x => x.Sequence, 77), Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task A_field_without_an_index_is_not_searched()
    {
        var asked = await Should.ThrowAsync<InvalidOperationException>(() => Parcels.FindAsync(All.Where(x => x.Version, 1), Ct));
        asked.Message.ShouldContain("Version");
        await Should.ThrowAsync<InvalidOperationException>(() => Parcels.FindAsync(All.OrderBy(x => x.Labels), Ct));
    }
}
