using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Health;

namespace Platform.Deploy.Tests;

/// <summary>Health that is waited for within the process that hears of it.</summary>
public sealed class AwaitedHealthTests
{
    private const string Inventory = "default/web/east-1";

    [Fact]
    public async Task What_is_heard_next_is_handed_to_all_who_wait_and_to_nobody_later()
    {
        var awaited = new AwaitedHealth();
        var (one, other, elsewhere) = (awaited.Next(Inventory), awaited.Next(Inventory), awaited.Next("default/web/west-1"));

        awaited.Heard(new() { Id = Inventory, Sequence = 7 });

        (await one).Sequence.ShouldBe(7);
        (await other).Sequence.ShouldBe(7);
        elsewhere.IsCompleted.ShouldBeFalse();
        awaited.Next(Inventory).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void That_none_was_found_counts_only_while_somebody_waits()
    {
        var awaited = new AwaitedHealth();
        awaited.FoundNone(Inventory);
        awaited.IsFirst(Inventory).ShouldBeFalse();

        var (one, other) = (awaited.Next(Inventory), awaited.Next(Inventory));
        awaited.FoundNone(Inventory);
        awaited.Leave(Inventory, one);
        awaited.IsFirst(Inventory).ShouldBeTrue();

        awaited.Leave(Inventory, other);
        awaited.IsFirst(Inventory).ShouldBeFalse();
    }

    [Fact]
    public async Task Health_that_another_process_kept_meanwhile_is_replaced_all_the_same()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var host = await DeployHost.StartAsync([]);
        var (healths, awaited) = (host.Service.Documents<HealthDocument>(), host.Service.Services.GetRequiredService<AwaitedHealth>());
        var next = awaited.Next(Inventory);
        awaited.FoundNone(Inventory);
        await healths.InsertAsync(new() { Id = Inventory, ApplicationKey = "default/web", Cluster = "east-1", Sequence = 1 }, ct);

        await host.Service.Bus.Publish(new ClusterHealthObserved
        {
            Namespace = "default",
            Application = "web",
            Cluster = "east-1",
            Revision = 1,
            Health = HealthStatus.Degraded,
            Components = [],
            AppliedVersionsSeen = true,
            ObservedAt = DateTimeOffset.UnixEpoch,
            Sequence = 2,
        }, ct);

        (await next.WaitAsync(TimeSpan.FromSeconds(30), ct)).Health.ShouldBe(HealthStatus.Degraded);
        (await healths.GetAsync(Inventory, ct)).ShouldNotBeNull().Sequence.ShouldBe(2);
    }
}
