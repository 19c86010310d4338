using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;
using Platform.Oci;
using Platform.Package.Packaging;
using Platform.Package.Retention;
using Platform.Package.Usage;

namespace Platform.Package.Tests;

/// <summary>Packages that nobody needs any more go, and with them what they held.</summary>
public sealed class RetentionTests
{
    // Longer than a package takes from its first component to its index, which is what the setting is about.
    private static readonly (string, string)[] Often = [("Retention:Interval", "00:00:00.2"), ("Retention:Unreferenced", "00:00:06")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beyond_the_count_the_oldest_go_but_not_what_is_in_use_or_tagged()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, settings: Often);
        await host.RegisterAsync("web");
        var digests = new List<string>();
        foreach (var version in new[] { "1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0" })
            digests.Add((await host.PostAsync(version)).Json["digest"]!.GetValue<string>());
        await host.PublishAsync(new RevisionCreated { Namespace = "default", Application = "store", Revision = 1, PackageDigest = digests[0] });
        await Wait.UntilAsync("the use is noted", async () => await host.Service.Documents<PackageUse>().GetAsync("default/store/1", Ct) is not null);
        await host.Service.SendAsync(HttpMethod.Put, PackageHost.Packages + "/1.1.0/tags/stable");

        (await host.Service.SendAsync(HttpMethod.Put, PackageHost.Packages + "/retention", """{"keep":2}""")).Status.ShouldBe(200);

        await Wait.UntilAsync("1.2.0 is gone", async () => (await host.Service.GetAsync(PackageHost.Packages + "/1.2.0")).Status == 404);
        await Wait.UntilAsync("its artifact is gone", async () => await host.Store.ResolveAsync("packages/default/shop", digests[2], Ct) is null);
        foreach (var kept in new[] { "1.0.0", "1.1.0", "1.3.0", "1.4.0" })
        {
            (await host.Service.GetAsync($"{PackageHost.Packages}/{kept}")).Status.ShouldBe(200);
            await ExternalProgram.RunAsync("skopeo", "copy", "--all", "--insecure-policy", $"oci:{data.Artifacts}:packages/default/shop:{kept}", $"dir:{data.Path}/{kept}");
        }

        host.Heard.Of<PackageDeleted>().Select(p => p.Version).ShouldBe(["1.2.0"]);
    }

    [Fact]
    public async Task What_a_deleted_package_held_leaves_a_registry_and_what_others_hold_stays()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, settings: [.. Often, ("Platform:Registry", $"http://{registry.Host}")]);
        await host.RegisterAsync("web");
        var first = (await host.PostAsync("1.0.0")).Json;
        await host.RegisterAsync("web", "api");
        var second = (await host.PostAsync("1.1.0")).Json;
        var subject = Digest.Parse(second["digest"]!.GetValue<string>());
        var statement = (await Referrers.ListAsync(host.Store, "packages/default/shop", subject, Ct)).ShouldHaveSingleItem();

        (await host.Service.SendAsync(HttpMethod.Delete, PackageHost.Packages + "/1.1.0")).Status.ShouldBe(204);

        var api = second["components"]!.AsArray().Single(c => c!["component"]!.GetValue<string>() == "api")!["digest"]!.GetValue<string>();
        foreach (var gone in new[] { api, subject.ToString(), statement.Digest.ToString() })
            await Wait.UntilAsync($"{gone} is gone", async () => await host.Store.ResolveAsync("packages/default/shop", gone, Ct) is null);
        (await host.Store.ListTagsAsync("packages/default/shop", Ct)).ShouldNotContain(Referrers.TagOf(subject));
        await registry.CollectAsync();
        Directory.Exists(Path.Combine(registry.DataFolder, "docker", "registry", "v2", "blobs", "sha256", subject.Hex[..2], subject.Hex))
            .ShouldBeFalse("the registry's own collection frees it");
        await ExternalProgram.RunAsync(
            "skopeo", "copy", "--all", "--insecure-policy", "--src-tls-verify=false", $"docker://{registry.Host}/packages/default/shop:1.0.0", $"dir:{data.Path}/copy");
        first["components"]![0]!["digest"]!.GetValue<string>().ShouldBe(second["components"]!.AsArray().Single(c => c!["component"]!.GetValue<string>() == "web")!["digest"]!.GetValue<string>());
    }

    [Fact]
    public void The_newest_complete_package_outlives_every_age_and_failures_count_by_themselves()
    {
        var now = TimeProvider.System.GetUtcNow();
        PackagingSaga[] packages =
        [
            Package("1", "Succeeded", 90), Package("2", "Succeeded", 80), Package("3", "Failed", 70), Package("4", "Failed", 1), Package("5", "Building", 90),
        ];

        Outlived(new RetentionRule(null, TimeSpan.FromDays(30))).ShouldBe(["1", "3"]);
        Outlived(new RetentionRule(1, null)).ShouldBe(["1", "3"]);
        Outlived(new RetentionRule(1, null), tagged: "1").ShouldBe(["3"]);
        Outlived(new RetentionRule(5, TimeSpan.FromDays(365))).ShouldBeEmpty();

        IEnumerable<string> Outlived(RetentionRule rule, string? tagged = null) =>
            rule.Outlived(packages, p => p.PackageVersion == tagged, now).Select(p => p.PackageVersion).Order();

        PackagingSaga Package(string version, string phase, int days) =>
            new() { PackageVersion = version, CurrentState = phase, CreatedAt = now.AddDays(-days), EndedAt = phase == "Building" ? null : now.AddDays(-days) };
    }

    [Fact]
    public async Task Rules_of_an_applications_own_replace_the_configured_ones_until_they_are_taken_away()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, settings: ("Retention:Keep", "50"));
        const string Rules = PackageHost.Packages + "/retention";

        (await host.Service.GetAsync(Rules)).Text.ShouldBe("""{"keep":50,"own":false}""");
        (await host.Service.SendAsync(HttpMethod.Put, Rules, """{"keep":3,"maxAge":"90d"}""")).Text.ShouldBe("""{"keep":3,"maxAge":"7776000s","own":true}""");
        (await host.Service.SendAsync(HttpMethod.Put, Rules, (await host.Service.GetAsync(Rules)).Text)).Status.ShouldBe(200);
        (await host.Service.SendAsync(HttpMethod.Put, Rules, """{"keep":0,"maxAge":"soon","x":1}""")).Errors.Select(e => e.Path).ShouldBe(["/keep", "/maxAge", "/x"]);
        (await host.Service.SendAsync(HttpMethod.Delete, Rules)).Status.ShouldBe(204);
        (await host.Service.GetAsync(Rules)).Json["keep"]!.GetValue<int>().ShouldBe(50);
    }
}
