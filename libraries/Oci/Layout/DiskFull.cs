namespace Platform.Oci;

/// <summary>Tells a full disk from other failures of the file system.</summary>
internal static class DiskFull
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;

    internal static bool Is(IOException e) => e.HResult is WindowsDiskFull or UnixNoSpace or UnixQuota;
}
