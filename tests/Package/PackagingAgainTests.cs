using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;
using Platform.Oci;
using Platform.Package.Sources;

namespace Platform.Package.Tests;

/// <summary>A version that is begun again: after a failure, after a cancellation, by force, with other credentials.</summary>
public sealed class PackagingAgainTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_retry_builds_only_what_failed()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Failing["api"] = "registry away");
        await host.RegisterAsync("web", "api");
        await host.PostAsync("1.0.0");
        host.Build.Failing.Clear();

        var retried = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/retry?wait=30s");

        retried.Status.ShouldBe(202);
        retried.Json["phase"]!.GetValue<string>().ShouldBe("succeeded");
        retried.Json["attempt"]!.GetValue<int>().ShouldBe(2);
        host.Build.AskedComponents.ShouldBe(["api", "web", "api"], ignoreOrder: true);
        host.Build.Asked.Select(a => a.Task).Distinct().Count().ShouldBe(3);
        (await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/retry")).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_retry_takes_the_credentials_that_are_registered_by_then()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Failing["web"] = "the repository wants other credentials");
        await PutGitAsync(host, "wrong");
        await host.PostAsync("1.0.0");
        host.Build.Failing.Clear();
        await PutGitAsync(host, "right");

        await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/retry?wait=30s");

        var vault = (SourceVault)host.Service.Services.GetService(typeof(SourceVault))!;
        host.Build.Asked.Select(a => vault.Open(a.Source.Secrets).Password).ShouldBe(["wrong", "right"]);
        System.Text.Json.JsonSerializer.Serialize(host.Build.Asked).ShouldNotContain("right");
    }

    [Fact]
    public async Task A_component_that_is_gone_from_the_store_fails_the_package_and_a_retry_builds_it_again()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Lost["web"] = true);
        await host.RegisterAsync("web", "api");

        var failed = (await host.PostAsync("1.0.0")).Json;
        host.Build.Lost.Clear();
        var retried = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/retry?wait=30s");

        failed["phase"]!.GetValue<string>().ShouldBe("failed");
        failed["error"]!.GetValue<string>().ShouldStartWith("web: its package sha256:");
        retried.Json["phase"]!.GetValue<string>().ShouldBe("succeeded", retried.Text);
        host.Build.AskedComponents.ShouldBe(["api", "web", "web"], ignoreOrder: true);
    }

    [Fact]
    public async Task By_force_everything_is_built_and_a_complete_version_stays_as_it_is()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Failing["api"] = "registry away");
        await host.RegisterAsync("web", "api");
        await host.PostAsync("1.0.0");
        host.Build.Failing.Clear();
        const string ByForce = """{"version":"1.0.0","force":true}""";

        var forced = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "?wait=30s", ByForce);
        var again = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages, ByForce);

        forced.Json["phase"]!.GetValue<string>().ShouldBe("succeeded");
        host.Build.Asked.Count(a => a.Force).ShouldBe(2);
        again.Status.ShouldBe(409);
        again.Detail.ShouldBe("Package shop:1.0.0 is complete; a version never changes, so take a new one to build by force.");
    }

    [Fact]
    public async Task A_version_whose_branch_has_moved_since_is_the_same_version()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await PutGitAsync(host, "token");
        var first = (await host.PostAsync("1.0.0")).Json["digest"]!.GetValue<string>();

        // Whatever commit the branch is at now: the source says what it said.
        (await host.PostAsync("1.0.0")).Json["digest"]!.GetValue<string>().ShouldBe(first);
        host.Build.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_version_that_failed_may_be_begun_again_with_mended_sources()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Failing["api"] = "no such image");
        await host.RegisterAsync("web", "api");
        await host.PostAsync("1.0.0");
        host.Build.Failing.Clear();
        await host.PutSourceAsync("api", "platform.local/shop/api:1.0.1");

        var again = await host.PostAsync("1.0.0");

        again.Json["phase"]!.GetValue<string>().ShouldBe("succeeded");
        host.Build.AskedComponents.Count(c => c == "web").ShouldBe(1);
        host.Build.Asked[^1].Source.Image!.Ref.ShouldBe("platform.local/shop/api:1.0.1");
    }

    [Fact]
    public async Task Cancelling_ends_the_builds_and_a_retry_goes_on_with_the_rest()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Waiting["api"] = true);
        await host.RegisterAsync("web", "api");
        await host.PostAsync("1.0.0", wait: "");
        await Wait.UntilAsync("web is built", async () => (await host.StoredAsync("1.0.0")).Components.Exists(c => c.Phase == PackagePhase.Succeeded));

        var cancelled = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/cancel?wait=30s");

        cancelled.Status.ShouldBe(202);
        cancelled.Json["phase"]!.GetValue<string>().ShouldBe("cancelled");
        await Wait.UntilAsync("the build is told", () => host.Build.Cancelled.Count == 1);
        host.Build.Cancelled.Single().ShouldBe(host.Build.Asked.Single(a => a.Component == "api").Task);
        (await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/cancel")).Status.ShouldBe(409);

        host.Build.Waiting.Clear();
        var retried = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "/1.0.0/retry?wait=30s");
        retried.Json["phase"]!.GetValue<string>().ShouldBe("succeeded");
        host.Build.AskedComponents.Count(c => c == "web").ShouldBe(1);
    }

    private static async Task PutGitAsync(PackageHost host, string token) => (await host.Service.SendAsync(
        HttpMethod.Put,
        "namespaces/default/sources/shop/web",
        $$$"""{"type":"webservice","image":{"git":"https://git.example/shop.git#main","credentials":{"token":"{{{token}}}"} } }""")).Status.ShouldBeOneOf(200, 201);
}
