using System.Net;
using Platform.Deploy.Tests;
using Platform.EndToEnd.Tests.Harness;

namespace Platform.Chaos.Tests;

/// <summary>
/// Submits revision upon revision, and meanwhile kills processes, restarts broker and store, spoils the clusters and repeats messages. What
/// happens when follows from the seed.
/// </summary>
internal sealed class DistributedStorm(StormyWorld world, Random random, Echo echo, SandboxWeather weather, int length)
{
    private readonly List<string> dead = [];
    private Task restarting = Task.CompletedTask;

    public int Kills { get; private set; }

    public int BrokerRestarts { get; private set; }

    public int StoreRestarts { get; private set; }

    /// <summary>Where the rollouts are found, in the order they were submitted.</summary>
    public List<string> Rollouts { get; } = [];

    public async Task RageAsync()
    {
        var applications = Math.Max(4, length / 10);
        // A server is restarted every so often: each in its turn, in the middle of a stretch.
        var stretch = Math.Max(10, Math.Min(length / 2, 50));
        for (var count = 0; count < length; count++)
        {
            // As wide as each other: events are asked for by how their subject begins, and app-1 would bring those of app-10 too.
            Rollouts.Add(await SubmitAsync($"app-{random.Next(applications):d3}", count));
            if (count % stretch == stretch / 2)
                await RestartServerAsync(count / stretch % 2 == 0);
            await HappenAsync();
            // The storm's own rhythm: some rollouts come far, some are superseded at once.
            await Task.Delay(random.Next(500), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Everything works again.</summary>
    public async Task CalmAsync()
    {
        await weather.ClearAsync();
        await ReviveAsync();
        await restarting;
    }

    /// <summary>A repeat of the request, when its answer is lost, is answered with the same rollout.</summary>
    private async Task<string> SubmitAsync(string application, int count)
    {
        var more = count % 2 == 0 ? "- {name: more, type: worker, properties: {image: \"m:1\"}}" : null;
        var yaml = Yaml.Web(application, image: $"nginx:{count}", more: more, timeout: "10m");
        Answer? answer = null;
        await Eventually.True(async () =>
        {
            answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"namespaces/default/applications/{application}", yaml, idempotencyKey: $"storm-{count}");
            return answer.Status is HttpStatusCode.Accepted or HttpStatusCode.OK;
        }, $"{application} to be accepted", TimeSpan.FromMinutes(2));
        return answer!.Location!;
    }

    private async Task HappenAsync()
    {
        if (random.Next(3) == 0)
            await weather.ChangeAsync();
        if (random.Next(7) == 0)
            await KillAsync();
        else if (random.Next(3) == 0)
            await ReviveAsync();
        if (restarting.IsCompleted && random.Next(2) == 0)
            await echo.RepeatAsync(random.Next(40));
    }

    private async Task KillAsync()
    {
        await ReviveAsync();
        var victim = StormyWorld.DeployProcesses[random.Next(StormyWorld.DeployProcesses.Length)];
        await world.KillAsync(victim);
        dead.Add(victim);
        Kills++;
    }

    private async Task ReviveAsync()
    {
        foreach (var process in dead)
            await world.RestartAsync(process);
        dead.Clear();
    }

    private async Task RestartServerAsync(bool broker)
    {
        await restarting;
        if (broker)
            BrokerRestarts++;
        else if (world.OwnsStore)
            StoreRestarts++;
        restarting = broker ? world.RestartBrokerAsync() : world.OwnsStore ? world.RestartStoreAsync() : Task.CompletedTask;
    }
}
