namespace Platform.Sandbox.Store;

/// <summary>
/// The stored objects of all clusters that were read last. Controllers read the same version of an object several times in a row;
/// what was read long ago isn't kept in memory.
/// </summary>
internal static class RecentlyRead
{
    /// <summary>Larger objects, in bytes, are read anew each time.</summary>
    public const int LargestKept = 16 * 1024;

    private static readonly StoredObject?[] Objects = new StoredObject?[512];
    private static int s_next;

    public static void Add(StoredObject o) => Interlocked.Exchange(ref Objects[(uint)Interlocked.Increment(ref s_next) % Objects.Length], o)?.ForgetText();
}
