using System.Text.Json.Nodes;
using Platform.Oci;
using Platform.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oci;

public sealed class RegistryStoreTests : ArtifactStoreContract
{
    private readonly Registries _registries = new(new RegistriesOptions());
    private RegistryServer? _server;

    public override async ValueTask InitializeAsync()
    {
        _server = await RegistryServer.StartAsync();
        Store = _server.Open(_registries);
    }

    public override async ValueTask DisposeAsync()
    {
        _registries.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Skopeo_reads_what_was_pushed()
    {
        var pushed = await Sample("for skopeo").PushAsync(Store, "shop/web", "1.0.0", Ct);

        var seen = JsonNode.Parse(await ExternalProgram.RunAsync("skopeo", "inspect", "--tls-verify=false", $"docker://{_server!.Host}/shop/web:1.0.0"))!;

        seen["Digest"]!.GetValue<string>().ShouldBe(pushed.Digest.ToString());
    }

    [Fact]
    public async Task An_image_moves_from_a_layout_to_the_registry_with_its_digest()
    {
        using var folder = new TempFolder();
        using var layout = new LayoutStore(folder.Path);
        var image = await Sample("travels").PushAsync(layout, "shop/web", "1", Ct);

        await ArtifactCopy.CopyAsync(layout, "shop/web", "1", Store, "mirror/web", "1", Ct);

        (await Store.ResolveAsync("mirror/web", "1", Ct)).ShouldBe(image);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_unreachable_and_says_its_name()
    {
        var nobody = _registries.For("127.0.0.1:9");

        var told = await Should.ThrowAsync<OciException>(() => nobody.ResolveAsync("shop/web", "1", Ct));

        told.Error.ShouldBe(OciError.Unreachable);
        told.Message.ShouldContain("127.0.0.1:9 cannot be reached");
    }

    [Fact]
    public async Task A_protected_registry_takes_the_right_password_only()
    {
        await using var locked = await RegistryServer.StartAsync(withPassword: true);

        var pushed = await Sample("secret").PushAsync(locked.Open(_registries, RegistryServer.User, RegistryServer.Password), "shop/web", "1", Ct);
        pushed.ShouldNotBeNull();
        var wrong = await Should.ThrowAsync<OciException>(
            () => locked.Open(_registries, RegistryServer.User, "guess").ResolveAsync("shop/web", "1", Ct));
        var nobody = await Should.ThrowAsync<OciException>(() => locked.Open(_registries).ResolveAsync("shop/web", "1", Ct));

        wrong.Error.ShouldBe(OciError.Unauthorized);
        wrong.Message.ShouldContain(RegistryServer.User);
        wrong.Message.ShouldNotContain("guess");
        nobody.Message.ShouldContain("none are configured");
    }
}
