using Platform.Contracts.Package.V1;
using Platform.Messaging;
using Platform.Package.Artifacts;
using Platform.Package.Packaging;
using Platform.Storage;

namespace Platform.Package.Tests;

/// <summary>The service dies between any two steps of a packaging; the next process goes on where it was.</summary>
[Collection(nameof(CrashTests))]
[Trait("Pace", "slow")]
public sealed class CrashTests
{
    [Fact]
    public async Task A_crash_at_any_step_loses_nothing_and_tells_of_the_package_once()
    {
        var steps = await StepsAsync(before: host => host.RegisterAsync("web"), host => PostAsync(host));
        steps.Count.ShouldBeGreaterThan(10);
        foreach (var step in steps)
            await CrashAtAsync(step);
        TestContext.Current.TestOutputHelper?.WriteLine($"{steps.Count} crashes: {string.Join(", ", steps)}");
    }

    [Fact]
    public async Task A_crash_at_any_step_of_a_deletion_tells_of_it_once_and_releases_what_the_package_held()
    {
        var steps = await StepsAsync(before: BuildAsync, DeleteAsync);
        steps.Count.ShouldBeGreaterThan(2);
        foreach (var step in steps)
        {
            using var data = new DataFolder();
            var heard = await CrashAsync(data, step, before: BuildAsync, DeleteAsync);
            await using var next = await PackageHost.StartAsync(data, heard);

            (await DeleteAsync(next)).ShouldBeOneOf(204, 404);

            await Wait.UntilAsync($"it is gone after a crash at {step}", async () => (await next.Service.GetAsync(PackageHost.Packages + "/1.0.0")).Status == 404);
            await Wait.UntilAsync("it is told", () => heard.Of<PackageDeleted>().Count > 0);
            heard.IdsOf<PackageDeleted>().Count.ShouldBe(1, $"after a crash at {step}");
            await Wait.UntilAsync("package and component are released", async () => await next.Service.Documents<ReleasedArtifact>().CountAsync(Find<ReleasedArtifact>.All) == 2);
        }
    }

    private static async Task BuildAsync(PackageHost host)
    {
        await host.RegisterAsync("web");
        await host.PostAsync("1.0.0");
        await Wait.UntilAsync("all is sent", async () => (await host.StoredAsync("1.0.0")).Outbox.Count == 0);
    }

    private static async Task<int> DeleteAsync(PackageHost host) => (await host.Service.SendAsync(HttpMethod.Delete, PackageHost.Packages + "/1.0.0")).Status;

    private static Task<ServiceHost.Answer> PostAsync(PackageHost host, string wait = "?wait=30s") =>
        host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + wait, """{"version":"1.0.0","tags":["latest"]}""");

    private static async Task<List<(string Point, int Time)>> StepsAsync(Func<PackageHost, Task> before, Func<PackageHost, Task> act)
    {
        using var data = new DataFolder();
        var crash = new Crash(at: null);
        await using (var host = await PackageHost.StartAsync(data))
        {
            await before(host);
            using (crash.Arm())
            {
                await act(host);
                await Wait.UntilAsync("all is done", () => IsDoneAsync(host));
            }
        }

        return crash.Steps;
    }

    private static async Task<bool> IsDoneAsync(PackageHost host) =>
        (await host.Service.Documents<PackagingSaga>().FindAsync(Find<PackagingSaga>.All, TestContext.Current.CancellationToken)).Items
            .All(package => package.HasEnded && package.Outbox.Count == 0);

    private static async Task<Heard> CrashAsync(DataFolder data, (string Point, int Time) step, Func<PackageHost, Task> before, Func<PackageHost, Task> act)
    {
        var heard = new Heard();
        var crash = new Crash(step);
        await using var host = await PackageHost.StartAsync(data, heard);
        await before(host);
        using (crash.Arm())
        {
            await act(host);
            // How often a point is passed differs from time to time: messages leave one by one, or several at once.
            await Wait.UntilAsync($"the crash at {step}", async () => crash.Happened || (step.Time > 1 && await IsDoneAsync(host)));
            // Dead is dead: what still runs in this process must not succeed while it goes down.
            await host.DisposeAsync();
        }

        return heard;
    }

    private static async Task CrashAtAsync((string Point, int Time) step)
    {
        using var data = new DataFolder();
        var heard = await CrashAsync(data, step, host => host.RegisterAsync("web"), host => PostAsync(host, wait: ""));

        await using var next = await PackageHost.StartAsync(data, heard);
        // The client whose answer never came asks again, as it would.
        (await PostAsync(next)).Status.ShouldBe(202, $"after a crash at {step}");
        var package = await next.EndOfAsync("latest");
        package["phase"]!.GetValue<string>().ShouldBe("succeeded", $"after a crash at {step}");
        await Wait.UntilAsync($"all is sent after a crash at {step}", async () => (await next.StoredAsync("1.0.0")).Outbox.Count == 0);
        heard.IdsOf<ApplicationPackaged>().Count.ShouldBe(1, $"after a crash at {step}");
        var digest = Oci.Digest.Parse(package["digest"]!.GetValue<string>());
        (await Oci.Referrers.ListAsync(next.Store, "packages/default/shop", digest, TestContext.Current.CancellationToken)).ShouldHaveSingleItem($"after a crash at {step}");
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
