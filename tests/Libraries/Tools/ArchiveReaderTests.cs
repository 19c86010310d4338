using System.Formats.Tar;
using System.IO.Compression;
using Platform.Tests.Support;
using Platform.Tools;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Tools;

/// <summary>Archives from well-meaning people, and from others.</summary>
public sealed class ArchiveReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder.Path, "target");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tar_gz_is_unpacked_with_folders_links_and_executables()
    {
        await ExtractAsync(await TarAsync(
            new PaxTarEntry(TarEntryType.Directory, "chart/"),
            File("chart/run.sh", "#!/bin/sh", executable: true),
            File("chart/templates/a.yaml", "a: 1"),
            Link("chart/b.yaml", "./templates/a.yaml"),
            Link("chart/templates/up", "../run.sh"),
            new PaxTarEntry(TarEntryType.HardLink, "chart/copy.sh") { LinkName = "chart/run.sh" }));

        Read("chart/b.yaml").ShouldBe("a: 1");
        Read("chart/templates/up").ShouldBe("#!/bin/sh");
        Read("chart/copy.sh").ShouldBe("#!/bin/sh");
        IsExecutable("chart/run.sh").ShouldBeTrue();
        IsExecutable("chart/templates/a.yaml").ShouldBeFalse();
    }

    [Fact]
    public async Task A_zip_is_unpacked()
    {
        await ExtractAsync(Zip(("site/", ""), ("site/index.html", "hello"), ("deep/er/x", "y")));

        Read("site/index.html").ShouldBe("hello");
        Read("deep/er/x").ShouldBe("y");
    }

    [Theory]
    [InlineData("../evil", "'..'")]
    [InlineData("a/../../evil", "'..'")]
    [InlineData("/etc/evil", "absolute")]
    [InlineData("..\\evil", "character")]
    [InlineData("C:/evil", "absolute")]
    public async Task A_path_out_of_the_folder_is_refused(string name, string why)
    {
        (await RefusedAsync(await TarAsync(File(name, "x")))).ShouldContain(why);
        (await RefusedAsync(Zip((name, "x")))).ShouldContain(why);
        System.IO.File.Exists(Path.Combine(_folder.Path, "evil")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("l", "/etc/passwd")]
    [InlineData("l", "../outside")]
    [InlineData("a/l", "../../outside")]
    [InlineData("a/l", "b/../../../outside")]
    public async Task A_link_out_of_the_folder_is_refused(string name, string to) =>
        (await RefusedAsync(await TarAsync(Link(name, to)))).ShouldContain("leads out");

    [Fact]
    public async Task A_link_that_only_together_with_another_leads_out_is_refused() =>
        (await RefusedAsync(await TarAsync(Link("a/b/up", "../.."), Link("a/b/out", "up/../../etc")))).ShouldContain("leads out");

    [Fact]
    public async Task Nothing_is_written_through_a_link() =>
        (await RefusedAsync(await TarAsync(File("real/x", "x"), Link("l", "real"), File("l/x", "changed")))).ShouldContain("through a link");

    [Fact]
    public async Task A_link_is_not_replaced_by_what_is_written_to_it() =>
        (await RefusedAsync(await TarAsync(File("x", "x"), Link("l", "x"), File("l", "changed")))).ShouldContain("through a link");

    [Fact]
    public async Task A_hard_link_to_what_the_archive_does_not_hold_is_refused() =>
        (await RefusedAsync(await TarAsync(new PaxTarEntry(TarEntryType.HardLink, "l") { LinkName = "etc/passwd" }))).ShouldContain("hard link");

    [Theory]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task A_device_is_refused(TarEntryType kind) =>
        (await RefusedAsync(await TarAsync(new PaxTarEntry(kind, "device")))).ShouldContain("files, folders and links");

    [Fact]
    public async Task More_than_the_allowed_size_is_refused() =>
        (await RefusedAsync(await TarAsync(File("big", new string('x', 200_000))), new ArchiveLimits { TotalBytes = 100_000 })).ShouldContain("100000 bytes");

    [Fact]
    public async Task More_than_the_allowed_number_is_refused() =>
        (await RefusedAsync(Zip([.. Enumerable.Range(0, 20).Select(i => ($"f{i}", ""))]), new ArchiveLimits { Entries = 10 })).ShouldContain("10 entries");

    [Fact]
    public async Task A_bomb_is_noticed_before_it_has_filled_the_disk()
    {
        var bomb = new string('\0', 60_000_000);

        (await RefusedAsync(Zip(("bomb", bomb)))).ShouldContain("fill the disk");
        (await RefusedAsync(await TarAsync(File("bomb", bomb)))).ShouldContain("fill the disk");
        new FileInfo(In("bomb")).Length.ShouldBeLessThan(30_000_000);
    }

    [Theory]
    [InlineData("hello, I am no archive")]
    [InlineData("PK\u0003\u0004 broken")]
    [InlineData("\u001f\u008b\u0008 broken")]
    [InlineData("")]
    public async Task What_is_no_archive_is_said_to_be_none(string content)
    {
        var path = Path.Combine(_folder.Path, "archive");
        await System.IO.File.WriteAllBytesAsync(path, System.Text.Encoding.Latin1.GetBytes(content), Ct);

        await Should.ThrowAsync<ArchiveException>(() => ArchiveReader.ExtractAsync(path, Target, new ArchiveLimits(), Ct));
    }

    private async Task<string> RefusedAsync(string archive, ArchiveLimits? limits = null) =>
        (await Should.ThrowAsync<ArchiveException>(() => ExtractAsync(archive, limits))).Message;

    private Task ExtractAsync(string archive, ArchiveLimits? limits = null) => ArchiveReader.ExtractAsync(archive, Target, limits ?? new ArchiveLimits(), Ct);

    private string In(string name) => Path.Combine(Target, name);

    private string Read(string name) => System.IO.File.ReadAllText(In(name));

    private bool IsExecutable(string name) =>
        !OperatingSystem.IsWindows() && System.IO.File.GetUnixFileMode(In(name)).HasFlag(UnixFileMode.UserExecute);

    private static PaxTarEntry File(string name, string content, bool executable = false) => new(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)),
        Mode = executable ? (UnixFileMode)0x1ed : (UnixFileMode)0x1a4,
    };

    private static PaxTarEntry Link(string name, string to) => new(TarEntryType.SymbolicLink, name) { LinkName = to };

    private async Task<string> TarAsync(params PaxTarEntry[] entries)
    {
        var path = Path.Combine(_folder.Path, Guid.NewGuid() + ".tgz");
        await using var packed = new GZipStream(System.IO.File.Create(path), CompressionLevel.SmallestSize);
        await using var writer = new TarWriter(packed);
        foreach (var entry in entries)
            await writer.WriteEntryAsync(entry, Ct);
        return path;
    }

    private string Zip(params (string Name, string Content)[] files)
    {
        var path = Path.Combine(_folder.Path, Guid.NewGuid() + ".zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(content);
        }

        return path;
    }
}
