using System.Formats.Tar;
using System.IO.Compression;
using Platform.Oci;
using Platform.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oci;

public sealed class TarGzipTests
{
    private static readonly string LongPath = string.Join('/', Enumerable.Repeat("a-rather-long-name", 12)) + "/x.yaml";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_files_give_the_same_bytes_in_any_order()
    {
        PackedFile[] files = [new("b.txt", "b"u8.ToArray()), new("a/run", "a"u8.ToArray(), Executable: true), new(LongPath, "c"u8.ToArray())];

        var first = await TarGzip.PackAsync(files, Ct);
        var second = await TarGzip.PackAsync(files.Reverse(), Ct);

        second.ShouldBe(first);
        // RFC 1952: bytes 4 to 7 are the time.
        first.AsSpan(4, 4).ToArray().ShouldBe([0, 0, 0, 0]);
        // Other bytes here are other digests of every package: that is for a change of version, not of a library.
        Digest.Of(await TarAsync(first)).ToString().ShouldBe("sha256:46291928bad569baddc606fd8209b609885ac447a73ecbb2d00cda257095b8f6");
    }

    [Fact]
    public async Task Tar_unpacks_them()
    {
        using var folder = new TempFolder();
        var archive = Path.Combine(folder.Path, "a.tar.gz");
        await File.WriteAllBytesAsync(archive, await TarGzip.PackAsync([new("a/run", "content"u8.ToArray(), true), new(LongPath, "c"u8.ToArray())], Ct), Ct);

        await ExternalProgram.RunAsync("tar", "-xzf", archive, "-C", folder.Path);

        (await File.ReadAllTextAsync(Path.Combine(folder.Path, "a", "run"), Ct)).ShouldBe("content");
        File.Exists(Path.Combine(folder.Path, LongPath)).ShouldBeTrue();
    }

    private static async Task<byte[]> TarAsync(byte[] packed)
    {
        await using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var tar = new MemoryStream();
        await gzip.CopyToAsync(tar, Ct);
        return tar.ToArray();
    }
}
