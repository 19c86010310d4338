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
    public async Task A_large_layer_that_went_up_in_parts_is_read_by_skopeo_and_mounted_without_being_sent()
    {
        var content = System.Security.Cryptography.RandomNumberGenerator.GetBytes(15 * 1024 * 1024);
        using var stream = new MemoryStream(content);
        var layer = await Store.PushBlobAsync("shop/large", MediaTypes.LayerTar, stream, ct: Ct);
        await Store.MountBlobAsync("shop/mounted", "shop/large", layer.Digest, Ct);
        var config = await Store.PushBlobAsync("shop/mounted", MediaTypes.ImageConfig, """{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}"""u8.ToArray(), Ct);
        await Store.PushManifestAsync("shop/mounted", new Manifest { Config = config, Layers = [layer] }, "1", Ct);
        using var target = new TempFolder();

        await ExternalProgram.RunAsync("skopeo", "copy", "--insecure-policy", "--src-tls-verify=false", $"docker://{_server!.Host}/shop/mounted:1", $"dir:{target.Path}");

        Digest.Of(await File.ReadAllBytesAsync(Path.Combine(target.Path, layer.Digest.Hex), Ct)).ShouldBe(layer.Digest);
    }

    [Fact]
    public async Task An_upload_whose_source_dies_leaves_no_content()
    {
        await using var dying = new DyingStream(8 * 1024 * 1024);

        await Should.ThrowAsync<IOException>(() => Store.PushBlobAsync("shop/web", MediaTypes.LayerTar, dying, ct: Ct));

        // Docker's registry leaves the (empty) state of a hash behind when an upload is given up; what was sent is gone.
        Directory.EnumerateFiles(_server!.DataFolder, "data", SearchOption.AllDirectories).ShouldBeEmpty();
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
        var seen = JsonNode.Parse(await ExternalProgram.RunAsync(
            "skopeo", "inspect", "--tls-verify=false", "--creds", $"{RegistryServer.User}:{RegistryServer.Password}", $"docker://{locked.Host}/shop/web:1"))!;
        seen["Digest"]!.GetValue<string>().ShouldBe(pushed.Digest.ToString());
        var wrong = await Should.ThrowAsync<OciException>(
            () => locked.Open(_registries, RegistryServer.User, "guess").ResolveAsync("shop/web", "1", Ct));
        var nobody = await Should.ThrowAsync<OciException>(() => locked.Open(_registries).ResolveAsync("shop/web", "1", Ct));

        wrong.Error.ShouldBe(OciError.Unauthorized);
        wrong.Message.ShouldContain(RegistryServer.User);
        wrong.Message.ShouldNotContain("guess");
        nobody.Message.ShouldContain("none are configured");
    }
}
