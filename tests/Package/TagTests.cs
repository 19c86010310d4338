using System.Text.Json.Nodes;

namespace Platform.Package.Tests;

/// <summary>Moving names: latest, stable.</summary>
public sealed class TagTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tag_leads_to_a_package_until_it_is_moved_here_and_in_the_store()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");
        var first = await BuildAsync(host, "1.0.0");
        var second = await BuildAsync(host, "1.1.0");

        (await PutAsync(host, "1.0.0", "stable")).Json["tags"]!.AsArray().Select(t => t!.GetValue<string>()).ShouldBe(["stable"]);
        await PutAsync(host, "1.1.0", "stable");

        (await host.Service.GetAsync(PackageHost.Packages + "/stable")).Json["version"]!.GetValue<string>().ShouldBe("1.1.0");
        (await host.Service.GetAsync(PackageHost.Packages + "/1.0.0")).Json["tags"]!.AsArray().ShouldBeEmpty();
        (await host.Store.ResolveAsync("packages/default/shop", "stable", Ct)).ShouldNotBeNull().Digest.ToString().ShouldBe(second["digest"]!.GetValue<string>());
        (await host.Store.ResolveAsync("packages/default/shop", "1.0.0", Ct)).ShouldNotBeNull().Digest.ToString().ShouldBe(first["digest"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_tag_wanted_with_the_package_is_there_once_it_is_complete()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");

        await BuildAsync(host, "1.0.0", """["latest"]""");
        await BuildAsync(host, "1.1.0", """["latest"]""");

        (await host.Service.GetAsync(PackageHost.Packages + "/latest")).Json["version"]!.GetValue<string>().ShouldBe("1.1.0");
    }

    [Theory]
    [InlineData("1.2.3", 422, "is a version, which never moves")]
    [InlineData("1.2.3_build.7", 422, "is a version, which never moves")]
    [InlineData("-x", 422, "is not a tag")]
    [InlineData("sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 422, "registries keep")]
    [InlineData("latest", 409, "a tag leads to a complete one")]
    public async Task Wrong_tags_and_incomplete_packages_are_refused(string tag, int status, string detail)
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, prepare: b => b.Failing["web"] = "no");
        await host.RegisterAsync("web");
        await host.PostAsync("1.0.0");

        var refused = await PutAsync(host, "1.0.0", tag);

        refused.Status.ShouldBe(status, refused.Text);
        refused.Detail!.ShouldContain(detail);
    }

    [Fact]
    public async Task A_tag_is_taken_away_alone_and_goes_with_its_package_also_in_a_registry()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, settings: ("Platform:Registry", $"http://{registry.Host}"));
        await host.RegisterAsync("web");
        await BuildAsync(host, "1.0.0");
        await PutAsync(host, "1.0.0", "latest");
        await PutAsync(host, "1.0.0", "stable");

        (await host.Service.SendAsync(HttpMethod.Delete, PackageHost.Packages + "/1.0.0/tags/latest")).Status.ShouldBe(204);
        (await host.Service.SendAsync(HttpMethod.Delete, PackageHost.Packages + "/1.0.0/tags/latest")).Status.ShouldBe(404);
        (await Versions(host)).ShouldBe(["1.0.0", "stable"]);
        (await host.Service.SendAsync(HttpMethod.Delete, PackageHost.Packages + "/1.0.0")).Status.ShouldBe(204);
        (await Versions(host)).ShouldBeEmpty();
        (await host.Service.GetAsync(PackageHost.Packages + "/stable")).Status.ShouldBe(404);
    }

    private static async Task<IEnumerable<string>> Versions(PackageHost host) =>
        (await host.Store.ListTagsAsync("packages/default/shop", Ct)).Where(t => !Oci.Referrers.IsTag(t));

    private static async Task<JsonNode> BuildAsync(PackageHost host, string version, string tags = "[]")
    {
        var built = await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages + "?wait=30s", $$"""{"version":"{{version}}","tags":{{tags}}}""");
        built.Json["phase"]!.GetValue<string>().ShouldBe("succeeded", built.Text);
        return built.Json;
    }

    private static Task<ServiceHost.Answer> PutAsync(PackageHost host, string version, string tag) =>
        host.Service.SendAsync(HttpMethod.Put, $"{PackageHost.Packages}/{version}/tags/{tag}");
}
