using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Platform.Hosting;
using Platform.Storage;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class IdempotencyLedgerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly string folder = Directory.CreateTempSubdirectory("platform-ledger-").FullName;
    private IHost host = null!;
    private IdempotencyLedger ledger = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDocumentStore(new StorageOptions { DataDirectory = folder });
        builder.Services.AddDocuments<IdempotencyRecord>("test", "idempotency");
        host = builder.Build();
        await host.StartAsync();
        ledger = new IdempotencyLedger(host.Services.GetRequiredService<IDocuments<IdempotencyRecord>>(), clock);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_running_attempt_keeps_its_lease_and_a_dead_one_loses_it()
    {
        using var over = new CancellationTokenSource();
        var (record, claimed) = await ClaimAsync("request");
        claimed.ShouldBeTrue();
        var renewing = ledger.RenewAsync(record, over.Token);
        for (var i = 0; i < 6; i++)
        {
            var before = record.LeaseUntil;
            clock.Advance(TimeSpan.FromSeconds(20));
            while ((await ClaimAsync("request")) is { Claimed: false, Record.LeaseUntil: var lease } && lease <= before)
                await Task.Yield();
        }

        (await ClaimAsync("request")).Claimed.ShouldBeFalse(); // two minutes on

        await over.CancelAsync();
        await renewing;
        clock.Advance(TimeSpan.FromSeconds(61));
        (await ClaimAsync("another request")).Claimed.ShouldBeFalse();
        (await ClaimAsync("request")).Claimed.ShouldBeTrue();
        (await ClaimAsync("request")).Claimed.ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day()
    {
        var (record, _) = await ClaimAsync("request");
        record.Status = 202;
        await ledger.SaveAsync(record);
        clock.Advance(TimeSpan.FromHours(23));
        (await ClaimAsync("request")).Record.Status.ShouldBe(202);
        clock.Advance(TimeSpan.FromHours(1));
        var (fresh, claimed) = await ClaimAsync("another request");
        claimed.ShouldBeTrue();
        fresh.Status.ShouldBeNull();
    }

    private Task<(IdempotencyRecord Record, bool Claimed)> ClaimAsync(string request) =>
        ledger.ClaimAsync("key", request, TestContext.Current.CancellationToken);
}
