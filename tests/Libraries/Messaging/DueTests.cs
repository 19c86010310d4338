using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Documents that wait for a time.</summary>
public sealed class DueTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_nudge_comes_when_the_time_has_come_and_again_until_the_field_moves(string kind)
    {
        using var store = new TestStore(kind);
        var seen = new Seen();
        // Looked up rarely: what is saved here must be noticed without that.
        var options = TestHost.Options with { DueInterval = TimeSpan.FromSeconds(10), DueRepeat = TimeSpan.FromMilliseconds(300) };
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen), options);
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(500);
        await host.Outbox<Appointment>().InsertAsync(new Appointment { Id = "a", DueAt = due }, Ct);
        await host.Outbox<Appointment>().InsertAsync(new Appointment { Id = "never" }, Ct);
        await host.Outbox<Appointment>().InsertAsync(new Appointment { Id = "later", DueAt = due.AddHours(1) }, Ct);

        await Wait.UntilAsync("the nudge", () => seen.Messages<AppointmentDue>().Count >= 1);
        TimeProvider.System.GetUtcNow().ShouldBeInRange(due, due.AddSeconds(3));
        await host.Outbox<Appointment>().UpdateAsync("a", appointment => ++appointment.Touched > 0, ct: Ct);
        await Wait.UntilAsync("the nudge again", () => seen.Messages<AppointmentDue>().Count >= 2);
        seen.Messages<AppointmentDue>().ShouldAllBe(nudge => nudge.Id == "a");
    }

    [Fact]
    public async Task What_became_due_while_nothing_ran_is_nudged_at_the_start()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Seen();
        await using (var host = await TestHost.StartAsync(store, builder => builder.AddOutboxDocuments<Appointment>("test", "appointments", d => d.Index(x => x.DueAt))))
        {
            await host.Outbox<Appointment>().InsertAsync(new Appointment { Id = "a", DueAt = TimeProvider.System.GetUtcNow() }, Ct);
        }

        await using var next = await TestHost.StartAsync(store, builder => Register(builder, seen));
        await Wait.UntilAsync("the nudge", () => seen.Messages<AppointmentDue>().Count == 1);
    }

    [Fact]
    public async Task Whoever_finds_it_too_early_by_a_clock_that_is_behind_is_nudged_again_soon()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Seen();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen), TestHost.Options with { DueRepeat = TimeSpan.FromMinutes(1) });

        await host.Outbox<Appointment>().InsertAsync(new Appointment { Id = "a", DueAt = TimeProvider.System.GetUtcNow() }, Ct);

        // Long before the minute is over: the first pauses are shorter.
        await Wait.UntilAsync("the nudge again", () => seen.Messages<AppointmentDue>().Count >= 2);
    }

    [Fact]
    public async Task A_timer_that_fires_early_makes_no_nudge_early()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Seen();
        var options = TestHost.Options with { DueInterval = TimeSpan.FromSeconds(10) };
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen), options, new HastyTimers());
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(500);

        await host.Outbox<Appointment>().InsertAsync(new Appointment { Id = "a", DueAt = due }, Ct);

        await Wait.UntilAsync("the nudge", () => seen.Messages<AppointmentDue>().Count >= 1);
        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(due);
    }

    private static void Register(IHostApplicationBuilder builder, Seen seen)
    {
        builder.Services.AddSingleton(seen);
        builder.AddOutboxDocuments<Appointment>("test", "appointments", documents => documents.Index(appointment => appointment.DueAt));
        builder.AddDueMessages<Appointment>(appointment => appointment.DueAt, appointment => new AppointmentDue(appointment.Id));
        builder.AddMessaging("test", bus => bus.AddConsumer<NotingConsumer<AppointmentDue>>().Endpoint(endpoint => endpoint.Name = "test-noting-due"));
    }

    /// <summary>Timers that fire when half of their time is over.</summary>
    private sealed class HastyTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 2 : dueTime, period);
    }

    public sealed record AppointmentDue(string Id);

    public sealed class Appointment : OutboxDocument
    {
        public DateTimeOffset? DueAt { get; set; }

        public int Touched { get; set; }
    }
}
