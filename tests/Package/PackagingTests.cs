using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;
using Platform.Oci;
using Platform.Package.Sources;

namespace Platform.Package.Tests;

public sealed class PackagingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_package_holds_every_component_and_is_told_of()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web", "api");

        var accepted = await host.PostAsync("1.4.0", wait: "");
        accepted.Status.ShouldBe(202);
        accepted.Location.ShouldBe("/api/v1/namespaces/default/packages/shop/1.4.0");
        var package = await host.EndOfAsync("1.4.0");

        package["phase"]!.GetValue<string>().ShouldBe("succeeded");
        package["components"]!.AsArray().Select(c => c!["phase"]!.GetValue<string>()).ShouldBe(["succeeded", "succeeded"]);
        package["components"]![0]!["duration"]!.GetValue<string>().ShouldBe("1.25s");
        var digest = package["digest"]!.GetValue<string>();
        await Wait.UntilAsync("it is told", () => host.Heard.Of<ApplicationPackaged>().Count == 1);
        var told = host.Heard.Of<ApplicationPackaged>().Single();
        told.Digest.ShouldBe(digest);
        told.Components.Select(c => c.Component).ShouldBe(["api", "web"]);
        told.Components.ShouldAllBe(c => c.Images.Count == 1 && c.Images[0].Contains("@sha256:"));
        told.Labels["team"].ShouldBe("shop");

        var index = (await host.Store.GetManifestAsync("packages/default/shop", "1.4.0", Ct)).ShouldNotBeNull();
        index.Descriptor.Digest.ToString().ShouldBe(digest);
        index.AsIndex().Manifests.Select(m => m.Annotations![PackageNames.ComponentAnnotation]).ShouldBe(["api", "web"]);
    }

    [Fact]
    public async Task Requests_for_one_version_at_once_are_one()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web", "api");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync("1.0.0")));

        answers.ShouldAllBe(a => a.Status == 202);
        answers.Select(a => a.Json["digest"]!.GetValue<string>()).Distinct().Count().ShouldBe(1);
        host.Build.Asked.Count.ShouldBe(2);
        host.Heard.Of<ApplicationPackaged>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_version_with_other_content_is_a_conflict_that_names_what_differs()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web", "api");
        await host.PostAsync("1.0.0");
        await host.PutSourceAsync("api", "platform.local/shop/api:2.0.0");

        var refused = await host.PostAsync("1.0.0");

        refused.Status.ShouldBe(409);
        refused.Errors.ShouldHaveSingleItem().Detail.ShouldContain("component api");
        (await host.PostAsync("1.0.1")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task The_same_components_give_the_same_digest_on_another_installation_and_another_version_another()
    {
        var digests = new List<string>();
        foreach (var version in new[] { "1.0.0", "1.0.0", "1.0.1" })
        {
            using var data = new DataFolder();
            await using var host = await PackageHost.StartAsync(data);
            await host.RegisterAsync("web", "api");
            digests.Add((await host.PostAsync(version)).Json["digest"]!.GetValue<string>());
        }

        digests[1].ShouldBe(digests[0]);
        digests[2].ShouldNotBe(digests[0]);
    }

    [Fact]
    public async Task One_failure_fails_the_package_with_the_reason_of_every_component()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => (b.Failing["web"], b.Failing["api"]) = ("no such image", "registry away"));
        await host.RegisterAsync("web", "api", "worker");

        var package = (await host.PostAsync("1.0.0")).Json;

        package["phase"]!.GetValue<string>().ShouldBe("failed");
        package["error"]!.GetValue<string>().ShouldBe("api: registry away; web: no such image");
        package["components"]!.AsArray().Single(c => c!["component"]!.GetValue<string>() == "worker")!["phase"]!.GetValue<string>().ShouldBe("succeeded");
        await Wait.UntilAsync("it is told", () => host.Heard.Of<ApplicationPackagingFailed>().Count == 1);
        host.Heard.Of<ApplicationPackagingFailed>().Single().Reason.ShouldBe("api: registry away; web: no such image");
        (await host.Store.ResolveAsync("packages/default/shop", "1.0.0", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task What_components_carry_is_told_with_the_package()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.Service.SendAsync(
            HttpMethod.Put, "namespaces/default/sources/shop/config", """{"type":"config","config":{"values":{"LEVEL":"info"}}}""");

        var component = (await host.PostAsync("1.0.0")).Json["components"]![0]!;

        component["contentType"]!.GetValue<string>().ShouldBe(PackageNames.ConfigContent);
        await Wait.UntilAsync("it is told", () => host.Heard.Of<ApplicationPackaged>().Count == 1);
        var told = host.Heard.Of<ApplicationPackaged>().Single().Components.Single();
        told.ContentType.ShouldBe(PackageNames.ConfigContent);
        (await host.Store.HasBlobAsync("packages/default/shop", Digest.Parse(told.ContentDigest!), Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task News_repeated_early_late_or_of_an_earlier_task_changes_nothing()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Waiting["api"] = true);
        await host.RegisterAsync("web", "api");
        await host.PostAsync("1.0.0", wait: "");
        await Wait.UntilAsync("both are asked for", () => host.Build.Asked.Count == 2);
        var api = await host.Build.BuiltAsync(host.Build.Asked.Single(a => a.Component == "api"));

        await host.PublishAsync(api with { Task = Guid.NewGuid(), Digest = Digest.Of("stale"u8).ToString() });
        await host.PublishAsync(new PackageAssembled { Packaging = (await host.StoredAsync("1.0.0")).CorrelationId, Attempt = 1, Digest = "sha256:early" });
        await host.PublishAsync(api);
        await host.PublishAsync(api);
        var package = await host.EndOfAsync("1.0.0");
        await host.PublishAsync(api);
        await host.PublishAsync(new ComponentBuildStarted { Namespace = "default", Application = "nobody", Task = Guid.NewGuid(), Component = "x", PackageVersion = "1.0.0" });

        package["phase"]!.GetValue<string>().ShouldBe("succeeded");
        package["components"]![0]!["digest"]!.GetValue<string>().ShouldBe(api.Digest);
        (await host.PostAsync("1.0.1", wait: "")).Status.ShouldBe(202);
        await Wait.UntilAsync("what came before is handled", () => host.Build.Asked.Count == 4);
        host.Heard.Of<ApplicationPackaged>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_application_without_sources_and_wrong_requests_are_refused_with_what_would_be_right()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        (await host.PostAsync("1.0.0")).Detail!.ShouldContain("has no component sources; register them");
        await host.RegisterAsync("web");
        (await host.PostAsync("1.4")).Errors.ShouldHaveSingleItem().ShouldBe(
            ("/version", "'1.4' is not a semantic version: MAJOR.MINOR.PATCH with optional -pre.release and +build, e.g. 1.4.0."));
        (await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages, """{"version":1.4}""")).Errors.ShouldHaveSingleItem().Path.ShouldBe("/version");
        (await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages, """{"version":"1.0.0","labels":{"a b":"c","d":7},"e":1}""")).Errors.Count.ShouldBe(3);
        (await host.PostAsync($"1.0.0-{new string('a', 130)}")).Status.ShouldBe(422);
        (await host.Service.GetAsync(PackageHost.Packages)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_version_with_build_metadata_is_tagged_with_an_underscore()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");

        var package = (await host.PostAsync("1.0.0+build.7")).Json;

        package["phase"]!.GetValue<string>().ShouldBe("succeeded");
        package["reference"]!.GetValue<string>().ShouldStartWith("platform.local/packages/default/shop:1.0.0_build.7@sha256:");
        (await host.Service.GetAsync(PackageHost.Packages + "/1.0.0%2Bbuild.7")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Packages_are_listed_newest_first_by_label_and_in_pages()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");
        foreach (var version in new[] { "1.0.0", "1.1.0", "1.2.0" })
            await host.PostAsync(version);

        var first = (await host.Service.GetAsync(PackageHost.Packages + "?limit=2")).Json;
        var second = (await host.Service.GetAsync(PackageHost.Packages + $"?limit=2&continue={Uri.EscapeDataString(first["continue"]!.GetValue<string>())}")).Json;

        Versions(first).ShouldBe(["1.2.0", "1.1.0"]);
        Versions(second).ShouldBe(["1.0.0"]);
        Versions((await host.Service.GetAsync(PackageHost.Packages + "?labelSelector=team%3Dshop")).Json).Count.ShouldBe(3);
        Versions((await host.Service.GetAsync(PackageHost.Packages + "?labelSelector=team%21%3Dshop")).Json).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_lacks_packages_is_told_again()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");
        await host.PostAsync("1.0.0");
        await Wait.UntilAsync("it is told", () => host.Heard.Of<ApplicationPackaged>().Count == 1);

        await host.PublishAsync(new SendAgain { Facts = "packages", RequestedBy = "deploy" });

        await Wait.UntilAsync("it is told again", () => host.Heard.Of<ApplicationPackaged>().Count == 2);
        host.Heard.Of<ApplicationPackaged>().Select(p => p.Digest).Distinct().Count().ShouldBe(1);
        host.Heard.IdsOf<ApplicationPackaged>().ShouldHaveSingleItem("it is the event of then");
    }

    private static List<string> Versions(JsonNode list) => [.. list["items"]!.AsArray().Select(p => p!["version"]!.GetValue<string>())];
}
