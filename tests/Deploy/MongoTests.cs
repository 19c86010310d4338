using MongoDB.Driver;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;

namespace Platform.Deploy.Tests;

/// <summary>The whole story once on the other store.</summary>
public sealed class MongoTests
{
    [Fact]
    public async Task An_application_comes_changes_and_goes_with_its_documents_in_MongoDB()
    {
        var address = Environment.GetEnvironmentVariable("PLATFORM_TEST_MONGO");
        Assert.SkipWhen(string.IsNullOrEmpty(address), "PLATFORM_TEST_MONGO is not set: no MongoDB to test with.");
        var name = $"test{Guid.NewGuid():N}";
        var url = new MongoUrlBuilder(address) { DatabaseName = name }.ToString();
        try
        {
            await StoryAsync(url);
        }
        finally
        {
            using var client = new MongoClient(url);
            foreach (var database in (await (await client.ListDatabaseNamesAsync(TestContext.Current.CancellationToken)).ToListAsync(TestContext.Current.CancellationToken)).Where(known => known.StartsWith(name)))
                await client.DropDatabaseAsync(database, TestContext.Current.CancellationToken);
        }
    }

    private static async Task StoryAsync(string url)
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"], ("Platform:Mongo", url));
        var rollout = await host.RollOutAsync(Yaml.Regions().Replace("metadata: {name: shop}", "metadata: {name: shop, labels: {a.dotted/name: x}}"));
        await host.PhaseAsync(rollout, "suspended");
        await host.RestartAsync();
        (await host.PostAsync($"{rollout}/resume")).Status.ShouldBe(202);
        await host.PhaseAsync(rollout, "succeeded");
        (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["services"]!.AsArray().ShouldAllBe(service => service!["healthy"]!.GetValue<bool>());

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(region: "east", image: "nginx:2")), "succeeded");
        host["east-1"].Deployment("shop", "jobs").ShouldBeNull();
        host["west-1"].Deployment("shop", "web").ShouldBeNull();

        var deleted = await host.Service.SendAsync(HttpMethod.Delete, $"{DeployHost.Applications}/shop?wait=30s", role: Role.Operator);
        deleted.Status.ShouldBe(202, deleted.Text);
        await Wait.UntilAsync("the application to go", async () => (await host.Service.GetAsync($"{DeployHost.Applications}/shop")).Status == 404);
        host["east-1"].Deployment("shop", "web").ShouldBeNull();
        host.Heard.IdsOf<RolloutSucceeded>().Count.ShouldBe(3);
    }
}
