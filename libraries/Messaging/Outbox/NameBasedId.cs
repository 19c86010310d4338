using System.Security.Cryptography;
using System.Text;

namespace Platform.Messaging;

/// <summary>GUIDs that follow from a name (RFC 9562, version 8 over SHA-256): the same name gives the same id, in every process.</summary>
public static class NameBasedId
{
    /// <summary>The id of <paramref name="name"/> within <paramref name="scope"/>.</summary>
    public static Guid Of(Guid scope, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> input = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        scope.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[16..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
