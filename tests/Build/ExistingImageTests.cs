using System.Text.Json.Nodes;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Tests;

public sealed class ExistingImageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_of_the_platforms_own_store_is_pinned_and_packed()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        var image = await host.PushImageAsync("shop/web", "1.0.0");
        var wish = BuildHost.Wish("platform.local/shop/web:1.0.0");

        await host.AskAsync(wish);
        var task = await host.EndOfAsync(wish.Task);

        task.Reason.ShouldBeNull();
        task.Images.ShouldBe([$"platform.local/shop/web@{image.Digest}"]);
        await Wait.UntilAsync("it is told", () => host.Heard.Of<ComponentBuilt>().Count == 1);
        var built = host.Heard.Of<ComponentBuilt>().Single();
        built.Task.ShouldBe(wish.Task);
        built.Digest.ShouldBe(task.Digest);
        host.Heard.Of<ComponentBuildStarted>().Count.ShouldBe(1);

        var package = (await host.Store.GetManifestAsync("packages/default/shop", built.Digest, Ct)).ShouldNotBeNull().AsManifest();
        package.ArtifactType.ShouldBe(PackageNames.ComponentType);
        var config = JsonNode.Parse((await host.Store.GetBlobAsync("packages/default/shop", package.Config.Digest, ct: Ct))!)!;
        config["type"]!.GetValue<string>().ShouldBe("webservice");
        config["images"]![0]!.GetValue<string>().ShouldBe(built.Images.Single());
        config["properties"]!["port"]!.GetValue<int>().ShouldBe(8080);
    }

    [Fact]
    public async Task The_same_component_gives_the_same_package_and_a_moved_tag_another()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        await host.PushImageAsync("shop/web", "1.0.0");
        var (first, second, third) = (BuildHost.Wish("platform.local/shop/web:1.0.0"), BuildHost.Wish("platform.local/shop/web:1.0.0"), BuildHost.Wish("platform.local/shop/web:1.0.0"));

        await host.AskAsync(first);
        var one = await host.EndOfAsync(first.Task);
        await host.AskAsync(second);
        var two = await host.EndOfAsync(second.Task);
        await host.PushImageAsync("shop/web", "1.0.0", "other content");
        await host.AskAsync(third);
        var three = await host.EndOfAsync(third.Task);

        two.Digest.ShouldBe(one.Digest);
        three.Digest.ShouldNotBe(one.Digest);
    }

    [Fact]
    public async Task A_digest_is_taken_as_it_is()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        var pinned = $"registry.invalid/shop/web@{Digest.Of("anything"u8)}";
        var wish = BuildHost.Wish(pinned);

        await host.AskAsync(wish);

        (await host.EndOfAsync(wish.Task)).Images.ShouldBe([pinned]);
    }

    [Fact]
    public async Task A_tag_of_a_registry_is_pinned_to_what_it_points_to_now()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        using var registries = new Registries(new RegistriesOptions());
        var image = await new ScratchImage { Files = [new ImageFile("/file", "content"u8.ToArray())] }.PushAsync(registry.Open(registries), "shop/web", "1", Ct);
        var wish = BuildHost.Wish($"{registry.Host}/shop/web:1");

        await host.AskAsync(wish);

        (await host.EndOfAsync(wish.Task)).Images.ShouldBe([$"{registry.Host}/shop/web@{image.Digest}"]);
    }

    [Fact]
    public async Task The_alias_names_the_platforms_own_store_also_when_that_is_a_registry()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data, ("Platform:Registry", $"http://{registry.Host}"));
        var image = await host.PushImageAsync("shop/web", "1.0.0");
        var wish = BuildHost.Wish("platform.local/shop/web:1.0.0");

        await host.AskAsync(wish);
        var task = await host.EndOfAsync(wish.Task);

        task.Images.ShouldBe([$"{registry.Host}/shop/web@{image.Digest}"]);
        (await host.Store.ResolveAsync("packages/default/shop", task.Digest!, Ct)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("platform.local/shop/absent:1", "platform.local has no image shop/absent:1")]
    [InlineData("127.0.0.1:9/shop/web:1", "127.0.0.1:9 cannot be reached")]
    [InlineData("Not A Reference", "not a repository name")]
    public async Task What_cannot_be_had_fails_with_a_reason_that_names_it(string reference, string reason)
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        var wish = BuildHost.Wish(reference);

        await host.AskAsync(wish);
        var task = await host.EndOfAsync(wish.Task);

        task.Phase.ShouldBe(BuildPhase.Failed);
        task.Reason.ShouldNotBeNull().ShouldContain(reason);
        await Wait.UntilAsync("the failure is told", () => host.Heard.Of<ComponentBuildFailed>().Count == 1);
        host.Heard.Of<ComponentBuildFailed>().Single().Reason.ShouldBe(task.Reason);
        host.Heard.Of<ComponentBuilt>().ShouldBeEmpty();
    }
}
