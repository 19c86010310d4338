using System.Formats.Tar;
using System.IO.Compression;

namespace Platform.Oci;

/// <summary>
/// Archives whose bytes follow from their files alone: entries in ordinal order, no times, no owners, no name in the gzip header. The
/// same files give the same digest.
/// </summary>
public static class TarGzip
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Packs files into a <c>.tar.gz</c>.</summary>
    public static async Task<byte[]> PackAsync(IEnumerable<PackedFile> files, CancellationToken ct = default)
    {
        using var packed = new MemoryStream();
        // .NET writes a gzip header without time and name.
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
                await tar.WriteEntryAsync(Entry(file), ct);
        }

        return packed.ToArray();
    }

    // A path that the oldest format has no room for gets GNU's; the newest, pax, writes the number of this process into the archive.
    private static TarEntry Entry(PackedFile file)
    {
        TarEntry entry = file.Path.Length <= 100
            ? new UstarTarEntry(TarEntryType.RegularFile, file.Path)
            : new GnuTarEntry(TarEntryType.RegularFile, file.Path) { AccessTime = default, ChangeTime = default };
        entry.DataStream = new MemoryStream(file.Content.ToArray(), writable: false);
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.Mode = file.Executable ? Readable | Execute : Readable;
        return entry;
    }
}
