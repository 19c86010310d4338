using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Platform.Hosting;
using Platform.Status.Watching;
using Platform.Storage;

namespace Platform.Status.Tests;

public sealed class LeaseTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_process_watches_a_cluster_and_another_takes_over_after_its_death()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var store = status.Services.GetRequiredService<IDocuments<LeaseDocument>>();
        var (one, two) = (Process(store), Process(store));

        (await one.TryTakeAsync("east", default)).ShouldBeTrue();
        (await two.TryTakeAsync("east", default)).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(9));
        (await one.BeatAsync("east", default)).ShouldBeTrue();
        (await two.TryTakeAsync("east", default)).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(9));
        (await two.TryTakeAsync("east", default)).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));
        (await two.TryTakeAsync("east", default)).ShouldBeTrue();

        (await one.BeatAsync("east", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var store = status.Services.GetRequiredService<IDocuments<LeaseDocument>>();
        var (one, two) = (Process(store), Process(store));
        await one.TryTakeAsync("east", default);

        await one.GiveBackAsync("east", default);

        (await two.TryTakeAsync("east", default)).ShouldBeTrue();
    }

    private Leases Process(IDocuments<LeaseDocument> store) => new(store, new(), new PlatformOptions { Mongo = "mongodb://elsewhere" }, _time);
}
