namespace Platform.Tools;

/// <summary>Unix file kinds as zip archives carry them (stat.h).</summary>
internal static class ZipModes
{
    internal const uint Kind = 0xf000;
    internal const uint File = 0x8000;
    internal const uint Link = 0xa000;
    private const int LongestLink = 4096;

    /// <summary>Where a link leads: its content.</summary>
    internal static async Task<string> ReadLinkAsync(Stream content, CancellationToken ct)
    {
        var buffer = new byte[LongestLink + 1];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return read <= LongestLink
            ? System.Text.Encoding.UTF8.GetString(buffer, 0, read)
            : throw new ArchiveException($"A link of more than {LongestLink} bytes is none.");
    }
}
