using System.Security.Cryptography;
using System.Text;
using Platform.Oci;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oci;

/// <summary>What holds for every artifact store; run on the layout folder and on a real registry.</summary>
public abstract class ArtifactStoreContract : IAsyncLifetime
{
    private protected IArtifactStore Store { get; set; } = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_was_pushed_under_a_tag_is_found_by_tag_and_by_digest()
    {
        var pushed = await Sample("one").PushAsync(Store, "shop/web", "1.0.0", Ct);

        (await Store.ResolveAsync("shop/web", "1.0.0", Ct)).ShouldBe(pushed);
        var byDigest = (await Store.GetManifestAsync("shop/web", pushed.Digest.ToString(), Ct)).ShouldNotBeNull();
        byDigest.Descriptor.ShouldBe(pushed);
        var layer = byDigest.AsManifest().Layers.ShouldHaveSingleItem();
        (await Store.HasBlobAsync("shop/web", layer.Digest, Ct)).ShouldBeTrue();
        (await Store.GetBlobAsync("shop/web", layer.Digest, ct: Ct)).ShouldNotBeNull().Length.ShouldBe((int)layer.Size);
    }

    [Fact]
    public async Task The_same_content_gives_the_same_digest()
    {
        var first = await Sample("same").PushAsync(Store, "shop/web", "1.0.0", Ct);
        var second = await Sample("same").PushAsync(Store, "shop/web", "1.0.1", Ct);

        second.ShouldBe(first);
        (await Store.ListTagsAsync("shop/web", Ct)).ShouldBe(["1.0.0", "1.0.1"]);
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_no_error()
    {
        var nothing = Digest.Of("nothing"u8);

        (await Store.ResolveAsync("no/such", "1", Ct)).ShouldBeNull();
        (await Store.GetManifestAsync("no/such", nothing.ToString(), Ct)).ShouldBeNull();
        (await Store.OpenBlobAsync("no/such", nothing, Ct)).ShouldBeNull();
        (await Store.HasBlobAsync("no/such", nothing, Ct)).ShouldBeFalse();
        (await Store.ListTagsAsync("no/such", Ct)).ShouldBeEmpty();
        (await Store.DeleteTagAsync("no/such", "1", Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_tag_moves_and_can_be_taken_away()
    {
        var first = await Sample("one").PushAsync(Store, "shop/moving", "latest", Ct);
        var second = await Sample("two").PushAsync(Store, "shop/moving", "latest", Ct);

        second.Digest.ShouldNotBe(first.Digest);
        (await Store.ResolveAsync("shop/moving", "latest", Ct)).ShouldBe(second);
        (await Store.DeleteTagAsync("shop/moving", "latest", Ct)).ShouldBeTrue();
        (await Store.ResolveAsync("shop/moving", "latest", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Taking_a_tag_away_leaves_the_other_tags_of_the_same_content()
    {
        var pushed = await Sample("twice").PushAsync(Store, "shop/twice", "1.0.0", Ct);
        await Sample("twice").PushAsync(Store, "shop/twice", "latest", Ct);

        (await Store.DeleteTagAsync("shop/twice", "latest", Ct)).ShouldBeTrue();

        (await Store.ListTagsAsync("shop/twice", Ct)).ShouldBe(["1.0.0"]);
        (await Store.ResolveAsync("shop/twice", "1.0.0", Ct)).ShouldBe(pushed);
    }

    [Fact]
    public async Task A_manifest_goes_with_all_its_tags()
    {
        var pushed = await Sample("gone").PushAsync(Store, "shop/gone", "1.0.0", Ct);
        await Sample("gone").PushAsync(Store, "shop/gone", "latest", Ct);

        (await Store.DeleteManifestAsync("shop/gone", pushed.Digest, Ct)).ShouldBeTrue();

        (await Store.ListTagsAsync("shop/gone", Ct)).ShouldBeEmpty();
        (await Store.ResolveAsync("shop/gone", "latest", Ct)).ShouldBeNull();
        (await Store.DeleteManifestAsync("shop/gone", Digest.Of("never there"u8), Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_speaks_of_an_artifact_is_listed_beside_it_and_changes_nothing_of_it()
    {
        var subject = await Sample("spoken of").PushAsync(Store, "shop/said", "1.0.0", Ct);

        var attached = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => AttachAsync(subject, $"statement {i}")));
        await AttachAsync(subject, "statement 0");

        (await Referrers.ListAsync(Store, "shop/said", subject.Digest, Ct)).Select(r => r.Digest).ShouldBe(attached.Select(a => a.Digest), ignoreOrder: true);
        (await Store.ResolveAsync("shop/said", "1.0.0", Ct)).ShouldBe(subject);
        (await Referrers.ListAsync(Store, "shop/said", Digest.Of("nobody"u8), Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_that_is_not_what_its_digest_says_is_refused_and_leaves_nothing()
    {
        var expected = Digest.Of("what was promised"u8);
        using var content = new MemoryStream("something else"u8.ToArray());

        var refused = await Should.ThrowAsync<OciException>(() => Store.PushBlobAsync("shop/web", MediaTypes.LayerTar, content, expected, Ct));

        refused.Error.ShouldBe(OciError.Corrupt);
        (await Store.HasBlobAsync("shop/web", expected, Ct)).ShouldBeFalse();
        (await Store.HasBlobAsync("shop/web", Digest.Of("something else"u8), Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_manifest_whose_parts_are_missing_is_refused()
    {
        var missing = new Descriptor { MediaType = MediaTypes.ImageConfig, Digest = Digest.Of("absent"u8), Size = 6 };

        var refused = await Should.ThrowAsync<OciException>(
            () => Store.PushManifestAsync("shop/web", new Manifest { Config = missing, Layers = [] }, "broken", Ct));

        refused.Error.ShouldBeOneOf(OciError.Rejected, OciError.NotFound);
        (await Store.ResolveAsync("shop/web", "broken", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_large_blob_of_unknown_digest_goes_through_in_parts()
    {
        var content = RandomNumberGenerator.GetBytes(20 * 1024 * 1024 + 17);
        using var stream = new MemoryStream(content);

        var pushed = await Store.PushBlobAsync("shop/large", MediaTypes.LayerTar, stream, ct: Ct);

        pushed.Digest.ShouldBe(Digest.Of(content));
        pushed.Size.ShouldBe(content.Length);
        await using var back = (await Store.OpenBlobAsync("shop/large", pushed.Digest, Ct)).ShouldNotBeNull();
        (await Digest.OfAsync(back, Ct)).ShouldBe(pushed.Digest);
    }

    [Fact]
    public async Task A_blob_of_exactly_whole_parts_and_an_empty_one_go_through()
    {
        foreach (var size in new[] { 0, 6 * 1024 * 1024, 12 * 1024 * 1024 })
        {
            using var stream = new MemoryStream(RandomNumberGenerator.GetBytes(size));
            var pushed = await Store.PushBlobAsync("shop/even", MediaTypes.LayerTar, stream, ct: Ct);
            pushed.Size.ShouldBe(size);
            (await Store.HasBlobAsync("shop/even", pushed.Digest, Ct)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_blob_that_is_there_is_not_read_again()
    {
        var pushed = await Store.PushBlobAsync("shop/web", MediaTypes.LayerTar, "content"u8.ToArray(), Ct);
        await using var unreadable = new UnreadableStream();

        (await Store.PushBlobAsync("shop/web", MediaTypes.LayerTar, unreadable, pushed.Digest, Ct)).ShouldBe(pushed);
    }

    [Fact]
    public async Task A_blob_of_another_repository_is_mounted()
    {
        var blob = await Store.PushBlobAsync("shop/from", MediaTypes.LayerTar, "shared"u8.ToArray(), Ct);

        (await Store.MountBlobAsync("shop/to", "shop/from", blob.Digest, Ct)).ShouldBeTrue();
        (await Store.HasBlobAsync("shop/to", blob.Digest, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var tags = Enumerable.Range(0, 40).Select(i => $"v{i:d2}").ToList();

        await Task.WhenAll(tags.Select(tag => Sample(tag).PushAsync(Store, "shop/busy", tag, Ct)));

        (await Store.ListTagsAsync("shop/busy", Ct)).ShouldBe(tags);
    }

    [Theory]
    [InlineData("../etc", "1")]
    [InlineData("shop/../../etc", "1")]
    [InlineData("/etc", "1")]
    [InlineData("Shop", "1")]
    [InlineData("shop", "../1")]
    [InlineData("shop", "")]
    public async Task Names_that_are_no_names_are_refused_before_anything_happens(string repository, string tag) =>
        await Should.ThrowAsync<ArgumentException>(() => Sample("x").PushAsync(Store, repository, tag, Ct));

    private protected async Task<Descriptor> AttachAsync(Descriptor subject, string statement)
    {
        var layer = await Store.PushBlobAsync("shop/said", "application/vnd.in-toto+json", Encoding.UTF8.GetBytes(statement), Ct);
        return await Referrers.AttachAsync(Store, "shop/said", new Manifest
        {
            ArtifactType = "application/vnd.in-toto+json",
            Config = await Store.PushBlobAsync("shop/said", MediaTypes.Empty, "{}"u8.ToArray(), Ct),
            Layers = [layer],
            Subject = subject,
        }, Ct);
    }

    private protected static ScratchImage Sample(string content) => new()
    {
        Files = [new ImageFile("/app/hello.txt", Encoding.UTF8.GetBytes(content))],
        Entrypoint = ["/app/hello"],
        ExposedPorts = ["8080/tcp"],
        Labels = new Dictionary<string, string> { ["made-by"] = "a test" },
    };

    private sealed class UnreadableStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new InvalidOperationException();

        public override long Position { get => throw new InvalidOperationException(); set => throw new InvalidOperationException(); }

        public override void Flush() => throw new InvalidOperationException();

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("It was read.");

        public override long Seek(long offset, SeekOrigin origin) => throw new InvalidOperationException();

        public override void SetLength(long value) => throw new InvalidOperationException();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException();
    }
}
