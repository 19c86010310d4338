using Microsoft.Extensions.Time.Testing;
using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

/// <summary>The contract on SQLite, and what only a file can show.</summary>
public sealed class SqliteDocumentsTests : DocumentsContract
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("storage-");

    private protected override StorageOptions Options => new() { DataDirectory = folder.FullName };

    private protected override Task CleanAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_second_user_of_the_file_is_told_so()
    {
        var second = await Should.ThrowAsync<StoreInUseException>(() => StartAsync());

        second.Message.ShouldContain("post.db");
        await AddAsync("still-mine");
    }

    [Fact]
    public async Task Only_the_owner_reads_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        await AddAsync("secret");

        folder.EnumerateFiles().Select(x => x.Name).Order(StringComparer.Ordinal).ShouldBe(["post.db", "post.db-shm", "post.db-wal", "post.db.lock"]);
        folder.EnumerateFiles().ShouldAllBe(x => x.UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task Expired_documents_go_by_themselves()
    {
        await StopAsync(Store);
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var store = await TestStore.StartAsync(Options, time: time);
        for (var i = 0; i < 1200; i++)
        {
            await store.Parcels.InsertAsync(new Parcel { Id = "goes-" + i, ExpiresAt = time.GetUtcNow().AddMinutes(1) }, Ct);
        }

        await store.Parcels.InsertAsync(new Parcel { Id = "later", ExpiresAt = time.GetUtcNow().AddHours(1) }, Ct);
        await store.Parcels.InsertAsync(new Parcel { Id = "stays" }, Ct);

        (await store.Parcels.GetAsync("goes-7", Ct)).ShouldNotBeNull();
        time.Advance(TimeSpan.FromSeconds(59));
        (await store.Parcels.CountAsync(Find<Parcel>.All, Ct)).ShouldBe(1202);
        for (var passed = TimeSpan.Zero; await store.Parcels.CountAsync(Find<Parcel>.All, Ct) > 2; passed += TimeSpan.FromSeconds(1))
        {
            // The sweeper's timer may not have begun yet; what lasts an hour stays all the same.
            if (passed < TimeSpan.FromMinutes(30))
                time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Ct);
        }

        (await store.Parcels.FindAsync(Find<Parcel>.All, Ct)).Items.Select(x => x.Id).ShouldBe(["later", "stays"]);
        (await store.Parcels.GetAsync("goes-7", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Many_writers_share_commits()
    {
        var inserts = Enumerable.Range(0, 5000).Select(i => Parcels.InsertAsync(new Parcel { Id = $"p{i}", Labels = ["a", "b"] }, Ct));

        (await Task.WhenAll(inserts)).ShouldAllBe(x => x);
        (await Parcels.CountAsync(Find<Parcel>.All.Where(x => x.Labels, "b"), Ct)).ShouldBe(5000);
    }

    [Fact]
    public async Task Writes_after_the_end_are_refused_and_those_before_it_kept()
    {
        var parcels = Parcels;
        var inserts = Enumerable.Range(0, 200).Select(i => parcels.InsertAsync(new Parcel { Id = $"p{i}" }, Ct)).ToList();
        await StopAsync(Store);

        (await Task.WhenAll(inserts)).ShouldAllBe(x => x);
        await Should.ThrowAsync<ObjectDisposedException>(() => parcels.InsertAsync(new Parcel { Id = "late" }, Ct));
        (await (await StartAsync()).Parcels.CountAsync(Find<Parcel>.All, Ct)).ShouldBe(200);
    }

    [Fact]
    public async Task A_unique_index_over_documents_that_clash_stops_the_start_with_its_reason()
    {
        await AddAsync("a", x => x.Sequence = 1);
        await AddAsync("b", x => x.Sequence = 1);
        await StopAsync(Store);

        var start = await Should.ThrowAsync<Exception>(() => StartAsync(x => x.Unique(p => p.Sequence)));

        start.Message.ShouldContain("sequence");
    }
}
