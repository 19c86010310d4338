using Platform.Contracts.Build.V1;
using Platform.Contracts.Package.V1;
using Platform.Messaging;
using Platform.Package.Packaging;

namespace Platform.Package.Tests;

/// <summary>All components are built, and the artifact store is away, or wants somebody else.</summary>
[Trait("Pace", "slow")]
public sealed class StoreFaultTests
{
    [Fact]
    public async Task A_registry_that_is_away_while_a_package_is_put_together_is_waited_for()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, null, b => b.Waiting["web"] = true, ("Platform:Registry", $"http://{registry.Host}"));
        var built = await BuiltAsync(host);

        await registry.KillAsync();
        await host.PublishAsync(built);
        await Wait.UntilAsync("it was tried in vain", async () => (await File.ReadAllTextAsync(Log(data))).Contains("waits for the artifact store"));
        (await host.StoredAsync("1.0.0")).Phase.ShouldBe(PackagePhase.Packaging);
        await registry.StartAgainAsync();

        (await host.EndOfAsync("1.0.0"))["phase"]!.GetValue<string>().ShouldBe("succeeded");
        (await host.Store.ListTagsAsync("packages/default/shop", TestContext.Current.CancellationToken)).ShouldContain("1.0.0");
    }

    [Fact]
    public async Task A_registry_that_stays_away_fails_the_package_and_a_retry_builds_nothing_again()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, null, b => b.Waiting["web"] = true, ("Platform:Registry", $"http://{registry.Host}"));
        var built = await BuiltAsync(host);
        await registry.KillAsync();
        await host.PublishAsync(built);
        await Wait.UntilAsync("it was tried in vain", async () => (await File.ReadAllTextAsync(Log(data))).Contains("waits for the artifact store"));

        await host.Service.Outbox<PackagingSaga>().UpdateAsync((await host.StoredAsync("1.0.0")).Id, package =>
        {
            package.AssemblingSince = TimeProvider.System.GetUtcNow().AddMinutes(-3);
            return true;
        }, ct: TestContext.Current.CancellationToken);
        var failed = await host.EndOfAsync("1.0.0");
        await registry.StartAgainAsync();
        var retried = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/retry?wait=30s");

        failed["phase"]!.GetValue<string>().ShouldBe("failed");
        failed["error"]!.GetValue<string>().ShouldContain($"{registry.Host} cannot be reached");
        retried.Json["phase"]!.GetValue<string>().ShouldBe("succeeded", retried.Text);
        host.Build.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_registry_that_wants_other_credentials_fails_the_package_without_telling_ours()
    {
        await using var registry = await RegistryServer.StartAsync(withPassword: true);
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(
            data, null, b => b.Waiting["web"] = true, ("Platform:Registry", $"http://{RegistryServer.User}:wr0ng-password@{registry.Host}"));
        await host.RegisterAsync("web");
        await host.PostAsync("1.0.0", wait: "");
        await Wait.UntilAsync("it is asked for", () => host.Build.Asked.Count == 1);
        var asked = host.Build.Asked.Single();

        await host.PublishAsync(new ComponentBuilt
        {
            Namespace = "default",
            Application = "shop",
            PackageVersion = "1.0.0",
            Component = "web",
            Task = asked.Task,
            Digest = Oci.Digest.Of("web"u8).ToString(),
            Reused = false,
            DurationSeconds = 1,
        });
        var failed = await host.EndOfAsync("1.0.0");

        failed["error"]!.GetValue<string>().ShouldContain($"{registry.Host} does not give");
        failed.ToJsonString().ShouldNotContain("wr0ng");
        (await File.ReadAllTextAsync(Log(data))).ShouldNotContain("wr0ng");
    }

    private static string Log(DataFolder data) => Path.Combine(data.Path, "log");

    private static async Task<ComponentBuilt> BuiltAsync(PackageHost host)
    {
        await host.RegisterAsync("web");
        await host.PostAsync("1.0.0", wait: "");
        await Wait.UntilAsync("it is asked for", () => host.Build.Asked.Count == 1);
        return await host.Build.BuiltAsync(host.Build.Asked.Single());
    }
}
