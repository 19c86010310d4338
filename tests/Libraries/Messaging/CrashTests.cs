using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>The process dies between any two steps; the next one goes on where it was.</summary>
[Collection(nameof(FaultPoint))]
public sealed class CrashTests
{
    private static readonly Guid Order = new("11111111-2222-4333-8444-555555555555");

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_doubles_nothing(string kind)
    {
        var steps = await StepsAsync(kind);
        steps.Count.ShouldBeGreaterThan(15);
        foreach (var step in steps)
        {
            await CrashAtAsync(kind, step);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{steps.Count} crashes: " + string.Join(", ", steps));
    }

    /// <summary>Every step of an undisturbed run, in the order it came.</summary>
    private static async Task<List<Step>> StepsAsync(string kind)
    {
        using var store = new TestStore(kind);
        var recorder = new Crash(null);
        using (recorder.Arm())
        {
            await using var host = await TestHost.StartAsync(store, builder => builder.AddShipping(new Seen()));
            (await host.PlaceAsync(Order)).ShouldBeTrue();
            await Wait.UntilAsync("the order is shipped", () => host.IsDoneAsync(Order));
        }

        return recorder.Steps;
    }

    private static async Task CrashAtAsync(string kind, Step step)
    {
        using var store = new TestStore(kind);
        var seen = new Seen();
        var crash = new Crash(step);
        using (crash.Arm())
        {
            await using var host = await TestHost.StartAsync(store, builder => builder.AddShipping(seen));
            try
            {
                await host.PlaceAsync(Order);
            }
            catch (CrashException)
            {
                // The client of a process that died sees just that.
            }

            // How often the outbox takes entries out depends on how they come together: a later pull may not be needed this time.
            await Wait.UntilAsync($"crash at {step}", async () => crash.Happened || (step.Time > 1 && await host.IsDoneAsync(Order)));
        }

        await using var next = await TestHost.StartAsync(store, builder => builder.AddShipping(seen));
        await next.PlaceAsync(Order);
        await Wait.UntilAsync($"the order is shipped after a crash at {step}", () => next.IsDoneAsync(Order));
        var ct = TestContext.Current.CancellationToken;
        (await next.Documents<Ledger>().GetAsync("ledger-" + Order, ct))!.Total.ShouldBe(1, $"bookings after a crash at {step}");
        (await next.Documents<Shipment>().GetAsync(Order.ToString(), ct))!.Booked.ShouldBe(1, $"bookings seen after a crash at {step}");
        seen.Ids<BookOrder>().Count.ShouldBe(1, $"ids of BookOrder after a crash at {step}");
        seen.Ids<OrderShipped>().Count.ShouldBe(1, $"ids of OrderShipped after a crash at {step}");
    }
}
