using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Messaging;
using Platform.Status.Applications;
using Platform.Status.Inventories;
using Platform.Status.Observing;
using Platform.Storage;

namespace Platform.Status.Tests;

/// <summary>What is seen of a cluster reaches the application's status, whatever happens in between.</summary>
public sealed class FoldingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_process_announced_and_did_not_live_to_fold_is_folded_by_the_next()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using (var before = await StatusHost.StartAsync(_folder.Path))
        {
            await before.RegisterAsync("east", cluster);
            await before.AppliedAsync("east", [cluster.Put(Live.Deployment("web", 1))]);
            await before.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Health == HealthStatus.Healthy);
            await before.Services.GetRequiredService<IDocuments<ApplicationDocument>>().DeleteAsync("shop/web");
        }

        await using var after = await StatusHost.StartAsync(_folder.Path);

        (await after.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Clusters.Count == 1)).Health.ShouldBe(HealthStatus.Healthy);
        after.Heard.All<ClusterHealthObserved>().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_could_not_be_written_is_tried_until_it_is()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var applications = new Failing(status.Services.GetRequiredService<IOutbox<ApplicationDocument>>());
        using var folding = new HealthFolding(
            applications, status.Services.GetRequiredService<IDocuments<InventoryDocument>>(), TimeProvider.System, NullLogger<HealthFolding>.Instance);

        folding.Add(new()
        {
            Namespace = "shop",
            Application = "web",
            Cluster = "east",
            Revision = 1,
            Health = HealthStatus.Degraded,
            AppliedVersionsSeen = true,
            ObservedAt = DateTimeOffset.UnixEpoch,
            Sequence = 1,
            Components = [],
        });

        (await status.Heard.FirstAsync<ApplicationStatusChanged>(_ => true)).Health.ShouldBe(HealthStatus.Degraded);
        applications.Failed.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_read_before_somebody_else_wrote_is_read_again()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var observer = status.Services.GetRequiredService<Observer>();
        var part = new Part("east", "shop", "web");
        var (read, readToo) = (await observer.LastAsync(part, default), await observer.LastAsync(part, default));

        await observer.AnnounceAsync(part, Seen(HealthStatus.Healthy), read, default);
        await observer.AnnounceAsync(part, Seen(HealthStatus.Degraded), readToo, default);

        var first = await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Healthy);
        (await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Degraded)).Sequence.ShouldBe(first.Sequence + 1);
        await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Health == HealthStatus.Degraded);
    }

    private static Observation Seen(HealthStatus health) =>
        new() { Revision = 1, AppliedSequence = 1, Health = health, Components = [], AppliedVersionsSeen = true, ObservedAt = DateTimeOffset.UnixEpoch };

    /// <summary>A store that is away for two writes.</summary>
    private sealed class Failing(IOutbox<ApplicationDocument> inner) : IOutbox<ApplicationDocument>
    {
        public int Failed { get; private set; }

        public IDocuments<ApplicationDocument> Documents => inner.Documents;

        public Task<bool> InsertAsync(ApplicationDocument document, CancellationToken ct = default) =>
            Failed < 2 ? throw new IOException($"away {++Failed}") : inner.InsertAsync(document, ct);

        public Task InsertAllAsync(IReadOnlyCollection<ApplicationDocument> documents, CancellationToken ct = default) => inner.InsertAllAsync(documents, ct);

        public Task<bool> ReplaceAsync(ApplicationDocument document, CancellationToken ct = default) => inner.ReplaceAsync(document, ct);
    }
}
