using Platform.Contracts.Package.V1;
using Platform.Messaging;

namespace Platform.Package.Tests;

/// <summary>The service dies between any two steps of a packaging; the next process goes on where it was.</summary>
[Collection(nameof(CrashTests))]
public sealed class CrashTests
{
    [Fact]
    public async Task A_crash_at_any_step_loses_nothing_and_tells_of_the_package_once()
    {
        var steps = await StepsAsync();
        steps.Count.ShouldBeGreaterThan(10);
        foreach (var step in steps)
            await CrashAtAsync(step);
        TestContext.Current.TestOutputHelper?.WriteLine($"{steps.Count} crashes: {string.Join(", ", steps)}");
    }

    private static async Task<List<(string Point, int Time)>> StepsAsync()
    {
        using var data = new DataFolder();
        var crash = new Crash(at: null);
        await using (var host = await PackageHost.StartAsync(data))
        {
            await host.RegisterAsync("web");
            using (crash.Arm())
            {
                await host.PostAsync("1.0.0");
                await Wait.UntilAsync("all is sent", async () => (await host.StoredAsync("1.0.0")).Outbox.Count == 0);
            }
        }

        return crash.Steps;
    }

    private static async Task CrashAtAsync((string Point, int Time) step)
    {
        using var data = new DataFolder();
        var heard = new Heard();
        var crash = new Crash(step);
        await using (var host = await PackageHost.StartAsync(data, heard))
        {
            await host.RegisterAsync("web");
            using (crash.Arm())
            {
                await host.PostAsync("1.0.0", wait: "");
                await Wait.UntilAsync($"the crash at {step}", () => crash.Happened);
                // Dead is dead: what still runs in this process must not succeed while it goes down.
                await host.DisposeAsync();
            }
        }

        await using var next = await PackageHost.StartAsync(data, heard);
        // The client whose answer never came asks again, as it would.
        (await next.PostAsync("1.0.0")).Status.ShouldBe(202, $"after a crash at {step}");
        var package = await next.EndOfAsync("1.0.0");
        package["phase"]!.GetValue<string>().ShouldBe("succeeded", $"after a crash at {step}");
        await Wait.UntilAsync($"all is sent after a crash at {step}", async () => (await next.StoredAsync("1.0.0")).Outbox.Count == 0);
        heard.IdsOf<ApplicationPackaged>().Count.ShouldBe(1, $"after a crash at {step}");
    }

    private sealed class Crash((string Point, int Time)? at)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, int> _times = [];

        internal List<(string Point, int Time)> Steps { get; } = [];

        internal bool Happened { get; private set; }

        internal IDisposable Arm()
        {
            FaultPoint.Handler = Hit;
            return new Disarm();
        }

        private void Hit(string point, string id)
        {
            lock (_gate)
            {
                if (Happened)
                    throw new InvalidOperationException("The process is dead.");
                var step = (point, _times[point] = _times.GetValueOrDefault(point) + 1);
                Steps.Add(step);
                if (step != at)
                    return;
                Happened = true;
                throw new InvalidOperationException($"The process died at {step}.");
            }
        }

        private sealed class Disarm : IDisposable
        {
            public void Dispose() => FaultPoint.Handler = null;
        }
    }
}

/// <summary>Fault points are the process's: these tests run alone.</summary>
[CollectionDefinition(nameof(CrashTests), DisableParallelization = true)]
public sealed class CrashTestsAlone;
