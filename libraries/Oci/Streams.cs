using System.Buffers;
using System.Security.Cryptography;

namespace Platform.Oci;

/// <summary>Reading with a limit and copying with a digest.</summary>
internal static class Streams
{
    private const int BufferSize = 128 * 1024;

    internal static async Task<byte[]> ReadAtMostAsync(Stream stream, int maxSize, string what, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, ct)) > 0)
            {
                if (content.Length + read > maxSize)
                    throw new OciException(OciError.Rejected, $"{what} is larger than {maxSize} bytes.");
                content.Write(buffer, 0, read);
            }

            return content.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal static async Task<(Digest Digest, long Size)> CopyWithDigestAsync(Stream from, Stream to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long size = 0;
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, ct)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), ct);
                size += read;
            }

            return (Digest.FromHash(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
