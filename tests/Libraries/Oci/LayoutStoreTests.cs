using System.Text.Json.Nodes;
using Platform.Oci;
using Platform.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oci;

public sealed class LayoutStoreTests : ArtifactStoreContract
{
    private readonly TempFolder _folder = new();

    public override ValueTask InitializeAsync()
    {
        Store = new LayoutStore(_folder.Path);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        ((LayoutStore)Store).Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Skopeo_reads_an_image_of_the_folder()
    {
        var pushed = await Sample("for skopeo").PushAsync(Store, "shop/web", "1.0.0", Ct);

        var seen = JsonNode.Parse(await ExternalProgram.RunAsync("skopeo", "inspect", $"oci:{_folder.Path}:shop/web:1.0.0"))!;

        seen["Digest"]!.GetValue<string>().ShouldBe(pushed.Digest.ToString());
        seen["Labels"]!["made-by"]!.GetValue<string>().ShouldBe("a test");
        seen["Architecture"]!.GetValue<string>().ShouldBe("amd64");
    }

    [Fact]
    public async Task Skopeo_unpacks_what_was_written()
    {
        await Sample("unpack me").PushAsync(Store, "shop/web", "1.0.0", Ct);
        using var target = new TempFolder();

        await ExternalProgram.RunAsync("skopeo", "copy", "--insecure-policy", $"oci:{_folder.Path}:shop/web:1.0.0", $"dir:{target.Path}");

        Directory.GetFiles(target.Path).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Two_stores_on_one_folder_do_not_lose_each_others_tags()
    {
        using var other = new LayoutStore(_folder.Path);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Sample($"{i}").PushAsync(i % 2 == 0 ? Store : other, "shop/two", $"v{i:d2}", Ct)));

        (await other.ListTagsAsync("shop/two", Ct)).Count.ShouldBe(60);
        (await Store.ListTagsAsync("shop/two", Ct)).Count.ShouldBe(60);
    }

    [Fact]
    public async Task A_writer_that_dies_half_way_leaves_no_blob()
    {
        await using var dying = new DyingStream(bytes: 300_000);

        await Should.ThrowAsync<IOException>(() => Store.PushBlobAsync("shop/web", MediaTypes.LayerTar, dying, ct: Ct));

        Directory.GetFiles(Path.Combine(_folder.Path, "blobs", "sha256")).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(_folder.Path, "uploads")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_is_told_leaves_nothing_and_goes_on_when_there_is_room_again()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        using var store = new LayoutStore(Path.Combine(disk.Path, "store"));
        await Sample("before").PushAsync(store, "shop/web", "1.0.0", Ct);
        using var large = new MemoryStream(new byte[4 * 1024 * 1024]);

        var told = await Should.ThrowAsync<OciException>(() => store.PushBlobAsync("shop/web", MediaTypes.LayerTar, large, ct: Ct));

        told.Error.ShouldBe(OciError.Full);
        Directory.GetFiles(Path.Combine(store.Directory, "uploads")).ShouldBeEmpty();
        await Sample("after").PushAsync(store, "shop/web", "1.0.1", Ct);
        (await store.ListTagsAsync("shop/web", Ct)).ShouldBe(["1.0.0", "1.0.1"]);
    }

    [Fact]
    public async Task A_blob_damaged_on_disk_is_told_and_never_handed_out_as_whole()
    {
        var blob = await Store.PushBlobAsync("shop/web", MediaTypes.LayerTar, "good"u8.ToArray(), Ct);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "blobs", "sha256", blob.Digest.Hex), "evil", Ct);

        var told = await Should.ThrowAsync<OciException>(() => Store.GetBlobAsync("shop/web", blob.Digest, ct: Ct));

        told.Error.ShouldBe(OciError.Corrupt);
    }

    [Fact]
    public async Task What_another_program_put_into_the_layout_is_read()
    {
        await Sample("copied").PushAsync(Store, "shop/web", "1.0.0", Ct);

        await ExternalProgram.RunAsync(
            "skopeo", "copy", "--insecure-policy", $"oci:{_folder.Path}:shop/web:1.0.0", $"oci:{_folder.Path}:shop/copy:2");

        (await Store.ResolveAsync("shop/copy", "2", Ct)).ShouldNotBeNull().Digest
            .ShouldBe((await Store.ResolveAsync("shop/web", "1.0.0", Ct))!.Digest);
    }
}
