using System.Collections.Concurrent;
using MongoDB.Driver;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Tests;
using Platform.Messaging;

namespace Platform.Chaos.Tests;

/// <summary>
/// The same on RabbitMQ and MongoDB: a rollout in which the process dies at a point, once for each kind of point. What it had taken from
/// its queues comes again.
/// </summary>
[Collection(Chance.OneAtATime)]
public sealed class BrokerCrashPointTests
{
    private readonly string run = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Wherever_the_process_dies_on_a_real_broker_the_rollout_ends_as_it_should_and_everyone_is_told_once()
    {
        var (rabbit, mongo) = (Environment.GetEnvironmentVariable("PLATFORM_TEST_RABBIT"), Environment.GetEnvironmentVariable("PLATFORM_TEST_MONGO"));
        Assert.SkipWhen(string.IsNullOrEmpty(rabbit) || string.IsNullOrEmpty(mongo), "needs RabbitMQ and MongoDB: ./test starts them (PLATFORM_TEST_RABBIT, PLATFORM_TEST_MONGO)");
        var store = new MongoUrlBuilder(mongo) { DatabaseName = $"crash{run}" }.ToString();
        try
        {
            await using var host = await CrashPointTests.StartAsync(("Platform:Broker", rabbit), ("Platform:Mongo", store));
            var points = await PassedAsync(host);
            points.Count.ShouldBeGreaterThan(8);
            foreach (var point in points)
                await DieAtAsync(host, point);
            TestContext.Current.TestOutputHelper?.WriteLine($"died at {string.Join(", ", points)}");
        }
        finally
        {
            await ForgetAsync(store);
        }
    }

    /// <summary>The kinds of points that a rollout passes when nothing happens.</summary>
    private async Task<IReadOnlyCollection<string>> PassedAsync(DeployHost host)
    {
        var passed = new ConcurrentDictionary<string, bool>();
        FaultPoint.Handler = (name, _) => passed[name] = true;
        await CrashPointTests.RunAsync(host, await host.RollOutAsync(Application("none")));
        FaultPoint.Handler = null;
        return [.. passed.Keys.Order(StringComparer.Ordinal)];
    }

    private async Task DieAtAsync(DeployHost host, string point)
    {
        var name = Name(point);
        var rollout = await host.RollOutAsync(Application(point));
        var id = Guid.Parse(rollout[(rollout.LastIndexOf('/') + 1)..]);
        using var death = Death.At(point);
        await Task.WhenAny(death.Died, CrashPointTests.RunAsync(host, rollout));
        await Death.RestartAsync(host);
        try
        {
            await CrashPointTests.RunAsync(host, rollout);
            await Wait.UntilAsync("the last event", () => IdsOf<RolloutSucceeded>(host, told => told.Rollout == id).Count > 0);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Died at {death.Where}: {e.Message}", e);
        }

        host["east-1"].Image(name, "web").ShouldBe("nginx:1", death.Where);
        host["west-1"].Image(name, "web").ShouldBe("nginx:1", death.Where);
        IdsOf<RolloutSucceeded>(host, told => told.Rollout == id).ShouldHaveSingleItem(death.Where);
        IdsOf<RolloutSuspended>(host, told => told.Rollout == id).ShouldHaveSingleItem(death.Where);
        IdsOf<ClusterApplied>(host, told => told.Rollout == id).Count.ShouldBe(2, death.Where);
    }

    private static IReadOnlyList<Guid> IdsOf<T>(DeployHost host, Func<T, bool> of) where T : class =>
        [.. host.Heard.WithIds<T>().Where(heard => of(heard.Message)).Select(heard => heard.Id).Distinct()];

    /// <summary>An application of its own for each death: the broker keeps what was said of the others.</summary>
    private string Application(string point) => Yaml.Regions()
        .Replace("metadata: {name: shop}", $"metadata: {{name: {Name(point)}}}", StringComparison.Ordinal)
        .Replace("namespace: shop", $"namespace: {Name(point)}", StringComparison.Ordinal);

    private string Name(string point) => $"shop-{run}-{point.Replace('.', '-')}";

    private static async Task ForgetAsync(string store)
    {
        using var client = new MongoClient(store);
        var name = MongoUrl.Create(store).DatabaseName;
        foreach (var database in (await (await client.ListDatabaseNamesAsync()).ToListAsync()).Where(known => known.StartsWith(name, StringComparison.Ordinal)))
            await client.DropDatabaseAsync(database);
    }
}
