using System.Text.Json;
using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

public abstract partial class DocumentsContract
{
    [Fact]
    public async Task What_is_inserted_is_what_is_read()
    {
        var written = await AddAsync("a", x =>
        {
            x.Owner = Guid.NewGuid();
            x.Phase = ParcelPhase.OnTheWay;
            x.Sequence = long.MaxValue;
            x.Weight = null;
            x.Urgent = true;
            x.DueAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(5)).AddTicks(1234567);
            x.Labels = ["tier=web", "größe=ü"];
            x.Route.Region = "east";
        });
        written.Version.ShouldBe(1);

        var read = (await Parcels.GetAsync("a", Ct)).ShouldNotBeNull();

        JsonSerializer.Serialize(read, DocumentJson.Options).ShouldBe(JsonSerializer.Serialize(written, DocumentJson.Options));
        read.DueAt.ShouldBe(written.DueAt);
        read.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_and_texts_that_mean_something_to_a_database_are_only_keys_and_texts()
    {
        const string json = """
            {"app.oam.dev/name":"x","$ref":"#/a","$id":1,"a.$b":{"$date":"2026-01-01T00:00:00Z","$oid":"zz"},"_id":"mine","list":[1,-2.5,null,{"..":"$where"}],
             "\uFF0E\uFF04\uFF3C":"wide","":"empty","quote\"'":"'; DROP TABLE parcels; --"}
            """;
        var notes = JsonSerializer.Deserialize<Dictionary<string, object?>>(json)!;
        await AddAsync("it's \"a\".$b", x => x.Notes = notes);

        var read = (await Parcels.GetAsync("it's \"a\".$b", Ct)).ShouldNotBeNull();

        JsonSerializer.Serialize(read.Notes).ShouldBe(JsonSerializer.Serialize(notes));
    }

    [Fact]
    public async Task An_id_is_given_once()
    {
        await AddAsync("a", x => x.Sequence = 1);
        var second = new Parcel { Id = "a", Sequence = 2 };

        (await Parcels.InsertAsync(second, Ct)).ShouldBeFalse();

        second.Version.ShouldBe(0);
        (await Parcels.GetAsync("a", Ct))!.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_documents_those_whose_ids_are_free_are_stored()
    {
        await AddAsync("p7", x => x.Sequence = -1);
        var many = Enumerable.Range(0, 600).Select(i => new Parcel { Id = $"p{i}", Sequence = i }).ToList();

        await Parcels.InsertAllAsync(many, Ct);

        many.Where(x => x.Version != 1).Select(x => x.Id).ShouldBe(["p7"]);
        (await Parcels.CountAsync(Find<Parcel>.All, Ct)).ShouldBe(600);
        (await Parcels.GetAsync("p7", Ct))!.Sequence.ShouldBe(-1);
        (await Parcels.GetAsync("p599", Ct))!.Sequence.ShouldBe(599);
    }

    [Fact]
    public async Task Many_documents_with_the_same_values_in_a_unique_index_are_refused()
    {
        await StopAsync(Store);
        var store = await StartAsync(x => x.Unique(p => p.Sequence));

        await Should.ThrowAsync<UniqueViolationException>(
            () => store.Parcels.InsertAllAsync([new Parcel { Id = "a", Sequence = 1 }, new Parcel { Id = "b", Sequence = 1 }], Ct));

        (await store.Parcels.GetAsync("b", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_documents_those_that_nobody_changed_are_replaced()
    {
        var many = Enumerable.Range(0, 600).Select(i => new Parcel { Id = $"p{i}", Sequence = i }).ToList();
        await Parcels.InsertAllAsync(many, Ct);
        await Parcels.UpdateAsync("p7", x => (x.Sequence = -1) < 0, Ct);
        await Parcels.DeleteAsync("p8", ct: Ct);
        many.ForEach(x => x.Sequence += 1000);

        (await Parcels.ReplaceAllAsync(many, Ct)).ShouldBe(598);

        (await Parcels.GetAsync("p7", Ct))!.Sequence.ShouldBe(-1);
        (await Parcels.GetAsync("p8", Ct)).ShouldBeNull();
        var last = (await Parcels.GetAsync("p599", Ct))!;
        (last.Sequence, last.Version).ShouldBe((1599, 2));
        (await Parcels.ReplaceAllAsync([last], Ct)).ShouldBe(1);
        (await Parcels.ReplaceAllAsync([last], Ct)).ShouldBe(0, "it carries the version before");
        await Should.ThrowAsync<InvalidOperationException>(() => Parcels.ReplaceAllAsync([new Parcel { Id = "new" }], Ct));
    }

    [Fact]
    public async Task Readers_never_see_what_was_before_what_they_have_seen()
    {
        await AddAsync("a");
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var seen = 0L; !done.IsCancellationRequested;)
                {
                    var found = (await Parcels.FindAsync(Find<Parcel>.All, Ct)).Items.Single().Sequence;
                    var read = (await Parcels.GetAsync("a", Ct))!.Sequence;
                    found.ShouldBeGreaterThanOrEqualTo(seen);
                    read.ShouldBeGreaterThanOrEqualTo(found);
                    seen = read;
                }
            },
            Ct)).ToList();

        for (var i = 0; i < 300; i++)
        {
            await Parcels.UpdateAsync("a", parcel => ++parcel.Sequence > 0, Ct);
            (await Parcels.GetAsync("a", Ct))!.Sequence.ShouldBe(i + 1);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        (await Parcels.DeleteAsync("a", ct: Ct)).ShouldBeTrue();
        (await Parcels.GetAsync("a", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_insert_the_same_id_one_succeeds()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => Parcels.InsertAsync(new Parcel { Id = "a", Sequence = i }, Ct))));

        results.Count(x => x).ShouldBe(1);
        (await Parcels.GetAsync("a", Ct))!.Sequence.ShouldBe(Array.IndexOf(results, true));
    }

    [Fact]
    public async Task Only_who_has_seen_the_latest_version_replaces()
    {
        await AddAsync("a");
        var (mine, theirs) = ((await Parcels.GetAsync("a", Ct))!, (await Parcels.GetAsync("a", Ct))!);
        mine.Sequence = 1;
        theirs.Sequence = 2;

        (await Parcels.ReplaceAsync(mine, Ct)).ShouldBeTrue();
        (await Parcels.ReplaceAsync(theirs, Ct)).ShouldBeFalse();

        mine.Version.ShouldBe(2);
        theirs.Version.ShouldBe(1);
        var stored = (await Parcels.GetAsync("a", Ct))!;
        stored.Sequence.ShouldBe(1);
        stored.Version.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_gone_or_was_never_there_is_not_replaced()
    {
        var parcel = await AddAsync("a");
        await Parcels.DeleteAsync("a", ct: Ct);

        (await Parcels.ReplaceAsync(parcel, Ct)).ShouldBeFalse();
        (await Parcels.GetAsync("a", Ct)).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => Parcels.ReplaceAsync(new Parcel { Id = "b" }, Ct));
    }

    [Fact]
    public async Task Fifty_at_once_count_to_fifty()
    {
        await AddAsync("a");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Parcels.UpdateAsync(
            "a",
            x =>
            {
                x.Sequence++;
                return true;
            },
            Ct))));

        var counted = (await Parcels.GetAsync("a", Ct))!;
        counted.Sequence.ShouldBe(50);
        counted.Version.ShouldBe(51);
    }

    [Fact]
    public async Task A_document_is_stored_as_it_was_at_the_call()
    {
        var parcel = new Parcel { Id = "a", Sequence = 1 };

        var inserting = Parcels.InsertAsync(parcel, Ct);
        parcel.Sequence = 2;
        await inserting;

        (await Parcels.GetAsync("a", Ct))!.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_delete_with_a_version_deletes_only_that_version()
    {
        var parcel = await AddAsync("a");
        await Parcels.ReplaceAsync(parcel, Ct);

        (await Parcels.DeleteAsync("a", 1, Ct)).ShouldBeFalse();
        (await Parcels.GetAsync("a", Ct)).ShouldNotBeNull();
        (await Parcels.DeleteAsync("a", 2, Ct)).ShouldBeTrue();
        (await Parcels.GetAsync("a", Ct)).ShouldBeNull();
        (await Parcels.DeleteAsync("a", ct: Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_unique_index_is_told_apart_from_a_taken_id()
    {
        await AddAsync("a", x => x.Dock = "7");
        await AddAsync("b", x => x.Dock = "8");

        var inserted = await Should.ThrowAsync<UniqueViolationException>(() => Parcels.InsertAsync(new Parcel { Id = "c", Dock = "7" }, Ct));
        inserted.Fields.ShouldBe(["application", "dock"]);
        (await Parcels.InsertAsync(new Parcel { Id = "b", Dock = "7" }, Ct)).ShouldBeFalse();
        var b = (await Parcels.GetAsync("b", Ct))!;
        b.Dock = "7";
        await Should.ThrowAsync<UniqueViolationException>(() => Parcels.ReplaceAsync(b, Ct));

        b.Version.ShouldBe(1);
        (await Parcels.GetAsync("b", Ct))!.Dock.ShouldBe("8");
        await AddAsync("d", x => (x.Application, x.Dock) = ("other", "7"));
        (await Parcels.CountAsync(Find<Parcel>.All, Ct)).ShouldBe(3);
    }

    [Fact]
    public async Task A_null_in_a_unique_index_is_like_nothing_else()
    {
        await AddAsync("a", x => x.Dock = null);
        await AddAsync("b", x => x.Dock = null);

        (await Parcels.CountAsync(Find<Parcel>.All.Where(x => x.Dock, null), Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task Writes_that_fail_leave_the_ones_beside_them_alone()
    {
        await AddAsync("taken", x => x.Dock = "7");

        var writes = Enumerable.Range(0, 60).Select(i => (i % 3) switch
        {
            0 => Parcels.InsertAsync(new Parcel { Id = $"new-{i}" }, Ct),
            1 => Parcels.InsertAsync(new Parcel { Id = "taken" }, Ct),
            _ => Parcels.InsertAsync(new Parcel { Id = $"clash-{i}", Dock = "7" }, Ct),
        }).ToList();
        await Task.WhenAll(writes.Select(x => x.ContinueWith(_ => { }, TaskScheduler.Default)));

        writes.Where((_, i) => i % 3 == 0).ShouldAllBe(x => x.IsCompletedSuccessfully);
        writes.Where((_, i) => i % 3 == 2).ShouldAllBe(x => x.IsFaulted);
        (await Parcels.CountAsync(Find<Parcel>.All, Ct)).ShouldBe(21);
    }
}
