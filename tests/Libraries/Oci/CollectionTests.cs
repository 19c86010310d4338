using Platform.Oci;
using Platform.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oci;

/// <summary>The garbage collection of a layout folder.</summary>
public sealed class CollectionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LayoutStore _store;

    public CollectionTests() => _store = new LayoutStore(_folder.Path);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Blobs => Path.Combine(_folder.Path, "blobs", "sha256");

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_no_tag_leads_to_goes_and_the_rest_stays_whole()
    {
        await Image("kept").PushAsync(_store, "shop/web", "1", Ct);
        await Image("released").PushAsync(_store, "shop/web", "2", Ct);
        await _store.DeleteTagAsync("shop/web", "2", Ct);
        Age();

        var collected = await _store.CollectAsync(TimeSpan.FromHours(1), Ct);

        collected.Blobs.ShouldBe(3);
        collected.Bytes.ShouldBeGreaterThan(0);
        await ExternalProgram.RunAsync("skopeo", "copy", "--insecure-policy", $"oci:{_folder.Path}:shop/web:1", $"dir:{_folder.Path}/copy");
        (await _store.CollectAsync(TimeSpan.FromHours(1), Ct)).ShouldBe(Collected.Nothing);
    }

    [Fact]
    public async Task What_was_just_written_or_asked_for_stays_though_no_tag_leads_there()
    {
        var old = await _store.PushBlobAsync("shop/web", MediaTypes.LayerTar, "asked for"u8.ToArray(), Ct);
        var unused = await _store.PushBlobAsync("shop/web", MediaTypes.LayerTar, "not asked for"u8.ToArray(), Ct);
        Age();
        await _store.HasBlobAsync("shop/web", old.Digest, Ct);
        await _store.PushBlobAsync("shop/web", MediaTypes.LayerTar, "fresh"u8.ToArray(), Ct);

        (await _store.CollectAsync(TimeSpan.FromHours(1), Ct)).Blobs.ShouldBe(1);

        (await _store.HasBlobAsync("shop/web", unused.Digest, Ct)).ShouldBeFalse();
        (await _store.HasBlobAsync("shop/web", old.Digest, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_speaks_of_an_artifact_goes_with_it_and_not_before()
    {
        var subject = await Image("spoken of").PushAsync(_store, "shop/web", "1", Ct);
        var empty = await _store.PushBlobAsync("shop/web", MediaTypes.Empty, "{}"u8.ToArray(), Ct);
        await Referrers.AttachAsync(_store, "shop/web", new Manifest { ArtifactType = "a/b", Config = empty, Layers = [empty], Subject = subject }, Ct);
        Age();

        (await _store.CollectAsync(TimeSpan.FromHours(1), Ct)).ShouldBe(Collected.Nothing);
        await _store.DeleteTagAsync("shop/web", "1", Ct);
        (await _store.CollectAsync(TimeSpan.FromHours(1), Ct)).Blobs.ShouldBe(6);

        Directory.GetFiles(Blobs).ShouldBeEmpty();
        (await _store.ListTagsAsync("shop/web", Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Writers_that_take_up_old_content_lose_nothing_to_a_collection_at_the_same_moment()
    {
        using var other = new LayoutStore(_folder.Path);
        for (var round = 0; round < 20; round++)
        {
            var images = Enumerable.Range(0, 6).Select(i => Image($"content {i}")).ToList();
            foreach (var tag in await _store.ListTagsAsync("shop/busy", Ct))
                await _store.DeleteTagAsync("shop/busy", tag, Ct);
            Age();

            var collecting = Enumerable.Range(0, 2).Select(_ => other.CollectAsync(TimeSpan.FromHours(1), Ct));
            var writing = images.Select((image, i) => image.PushAsync(_store, "shop/busy", $"v{i}", Ct));
            await Task.WhenAll([.. collecting, .. writing]);

            foreach (var tag in await _store.ListTagsAsync("shop/busy", Ct))
                await ArtifactCopy.CopyAsync(_store, "shop/busy", tag, _store, "shop/read", tag: null, Ct);
            (await _store.ListTagsAsync("shop/busy", Ct)).Count.ShouldBe(6);
        }
    }

    private void Age()
    {
        var hours = TimeProvider.System.GetUtcNow().AddHours(-2).UtcDateTime;
        foreach (var blob in Directory.GetFiles(Blobs))
            File.SetLastWriteTimeUtc(blob, hours);
    }

    private static ScratchImage Image(string content) => new() { Files = [new ImageFile("/file", System.Text.Encoding.UTF8.GetBytes(content))] };
}
