using MongoDB.Driver;
using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

/// <summary>The contract on MongoDB, and what only it can show.</summary>
public sealed class MongoDocumentsTests : DocumentsContract
{
    private readonly string prefix = "test" + Guid.NewGuid().ToString("N")[..12];

    private protected override StorageOptions Options => new() { Mongo = Uri(), DatabasePrefix = prefix };

    private protected override async Task CleanAsync()
    {
        using var client = new MongoClient(Uri());
        await client.DropDatabaseAsync(prefix + "_post");
    }

    [Fact]
    public async Task Several_processes_start_and_write_side_by_side()
    {
        await CleanAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync()));
        await AddAsync("a");

        await Task.WhenAll(stores.SelectMany(x => Enumerable.Repeat(x, 10)).Select(x => x.Parcels.UpdateAsync(
            "a",
            parcel =>
            {
                parcel.Sequence++;
                return true;
            },
            Ct)));

        (await Parcels.GetAsync("a", Ct))!.Sequence.ShouldBe(30);
    }

    [Fact]
    public async Task Expired_documents_go_by_themselves()
    {
        await AddAsync("goes", x => x.ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1));
        await AddAsync("later", x => x.ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1));
        await AddAsync("stays");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(2));

        while (await Parcels.GetAsync("goes", patience.Token) is not null)
        {
            await Task.Delay(200, patience.Token);
        }

        (await IdsAsync(Find<Parcel>.All)).ShouldBe("later stays");
    }

    [Fact]
    public async Task An_operator_reads_the_same_names_as_in_the_file()
    {
        await AddAsync("a", x => (x.Phase, x.Route.Region) = (ParcelPhase.OnTheWay, "east"));
        using var client = new MongoClient(Uri());

        var stored = await client.GetDatabase(prefix + "_post").GetCollection<MongoDB.Bson.BsonDocument>("parcels")
            .Find("""{ "_id": "a", "phase": "onTheWay", "route.region": "east" }""").SingleAsync(Ct);

        stored["version"].ToInt64().ShouldBe(1);
        stored["owner"].AsString.ShouldBe(Guid.Empty.ToString());
    }

    private static string Uri()
    {
        var uri = Environment.GetEnvironmentVariable("PLATFORM_TEST_MONGO");
        Assert.SkipWhen(string.IsNullOrEmpty(uri), "PLATFORM_TEST_MONGO is not set: no MongoDB to test with.");
        return uri!;
    }
}
