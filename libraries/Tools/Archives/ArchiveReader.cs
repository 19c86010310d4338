using System.Formats.Tar;
using System.IO.Compression;

namespace Platform.Tools;

/// <summary>
/// Unpacks archives from anywhere (<c>.tar.gz</c>, <c>.tar</c>, <c>.zip</c>, told apart by their first bytes) into a folder. Refused are
/// entries outside the folder, links that lead out of it, devices, and archives made to fill the disk.
/// </summary>
public static class ArchiveReader
{
    /// <summary>
    /// Unpacks a file into a folder, which is made and should be empty. Throws <see cref="ArchiveException"/>; what was unpacked until
    /// then stays, so the folder should be one to throw away.
    /// </summary>
    public static async Task ExtractAsync(string archive, string folder, ArchiveLimits limits, CancellationToken ct = default)
    {
        await using var file = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
        var target = new ArchiveTarget(folder, limits, file);
        try
        {
            var start = new byte[4];
            var read = await file.ReadAtLeastAsync(start, 4, throwOnEndOfStream: false, ct);
            file.Position = 0;
            if (start.AsSpan(0, read).StartsWith("PK"u8))
                await ExtractZipAsync(file, target, ct);
            else if (start is [0x1f, 0x8b, ..])
                await ExtractTarAsync(new GZipStream(file, CompressionMode.Decompress), target, ct);
            else
                await ExtractTarAsync(file, target, ct);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException or NotSupportedException)
        {
            throw new ArchiveException($"This is no .tar.gz, .tar or .zip that can be read: {e.Message}", e);
        }
    }

    private static async Task ExtractTarAsync(Stream stream, ArchiveTarget target, CancellationToken ct)
    {
        var any = false;
        await using var reader = new TarReader(stream);
        while (await reader.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            any = true;
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    target.AddFolder(entry.Name);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    await target.AddFileAsync(entry.Name, entry.DataStream ?? Stream.Null, entry.Mode, ct);
                    break;
                case TarEntryType.SymbolicLink:
                    target.AddLink(entry.Name, entry.LinkName);
                    break;
                case TarEntryType.HardLink:
                    await target.AddCopyAsync(entry.Name, entry.LinkName, entry.Mode, ct);
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                default:
                    throw new ArchiveException($"'{entry.Name}' is a {entry.EntryType}; files, folders and links are taken.");
            }
        }

        if (!any)
            throw new ArchiveException("The archive is empty.");
    }

    private static async Task ExtractZipAsync(Stream stream, ArchiveTarget target, CancellationToken ct)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            // The upper half of the attributes is the Unix mode, when a Unix program packed it.
            var mode = (uint)entry.ExternalAttributes >> 16;
            await using var content = entry.Open();
            if (entry.FullName.EndsWith('/'))
                target.AddFolder(entry.FullName);
            else if ((mode & ZipModes.Kind) == ZipModes.Link)
                target.AddLink(entry.FullName, await ZipModes.ReadLinkAsync(content, ct));
            else if ((mode & ZipModes.Kind) is 0 or ZipModes.File)
                await target.AddFileAsync(entry.FullName, content, (UnixFileMode)(mode & 0x1ff), ct);
            else
                throw new ArchiveException($"'{entry.FullName}' is no file, folder or link.");
        }
    }
}
