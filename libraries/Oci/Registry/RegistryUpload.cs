using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Platform.Oci;

/// <summary>
/// One blob's way into a registry (distribution-spec, "Pushing blobs"): in one request when it fits into a chunk, else chunk by chunk.
/// A chunk whose answer was lost is not sent blindly again: the registry is asked how far it came.
/// </summary>
internal sealed class RegistryUpload(RegistryConnection connection, string repository)
{
    /// <summary>Bytes of a chunk: above the 5 MB that S3-backed registries want at least.</summary>
    internal const int ChunkSize = 6 * 1024 * 1024;

    private const int Tries = 3;
    private Uri? _location;

    internal async Task<(Digest Digest, long Size)> SendAsync(Stream content, Digest? expected, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            await BeginAsync(ct);
            long offset = 0;
            while (true)
            {
                var read = await content.ReadAtLeastAsync(buffer.AsMemory(0, ChunkSize), ChunkSize, throwOnEndOfStream: false, ct);
                hash.AppendData(buffer, 0, read);
                if (read < ChunkSize)
                {
                    var digest = Checked(Digest.FromHash(hash.GetHashAndReset()), expected);
                    await FinishAsync(digest, buffer, read, offset, ct);
                    return (digest, offset + read);
                }

                await SendChunkAsync(buffer, read, offset, ct);
                offset += read;
            }
        }
        catch
        {
            await AbandonAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        var address = connection.AddressOf(repository, "blobs/uploads/");
        using var response = await connection.WriteAsync(repository, () => new HttpRequestMessage(HttpMethod.Post, address), $"an upload to {repository}", ct);
        Expect(response, HttpStatusCode.Accepted);
        Follow(response, address);
    }

    private async Task SendChunkAsync(byte[] buffer, int count, long offset, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await connection.WriteAsync(repository, () => Chunk(buffer, count, offset), $"a part of a blob of {repository}", ct);
                Expect(response, HttpStatusCode.Accepted);
                Follow(response, _location!);
                return;
            }
            catch (OciException e) when (e.IsTransient && attempt < Tries)
            {
                var received = await ReceivedAsync(ct);
                if (received == offset + count)
                    return;
                if (received != offset)
                    throw;
            }
        }
    }

    private HttpRequestMessage Chunk(byte[] buffer, int count, long offset)
    {
        var content = new ByteArrayContent(buffer, 0, count);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        // The specification's form is "0-5", without the unit and total that HTTP has.
        content.Headers.TryAddWithoutValidation("Content-Range", $"{offset}-{offset + count - 1}");
        return new HttpRequestMessage(HttpMethod.Patch, _location) { Content = content };
    }

    /// <summary>How many bytes the registry has of this upload.</summary>
    private async Task<long> ReceivedAsync(CancellationToken ct)
    {
        using var response = await connection.ReadAsync(repository, HttpMethod.Get, _location!, $"the state of an upload to {repository}", ct: ct);
        Expect(response, HttpStatusCode.NoContent);
        Follow(response, _location!);
        var range = response.Headers.TryGetValues("Range", out var values) ? values.FirstOrDefault() : null;
        return long.TryParse(range?.Split('-').LastOrDefault(), out var last) ? last + 1 : 0;
    }

    private async Task FinishAsync(Digest digest, byte[] buffer, int count, long offset, CancellationToken ct)
    {
        if (offset > 0 && count > 0)
        {
            await SendChunkAsync(buffer, count, offset, ct);
            count = 0;
        }

        var separator = string.IsNullOrEmpty(_location!.Query) ? "?" : "&";
        var address = new Uri(_location.AbsoluteUri + $"{separator}digest={Uri.EscapeDataString(digest.ToString())}");
        using var response = await connection.WriteAsync(repository, () => new HttpRequestMessage(HttpMethod.Put, address)
        {
            Content = new ByteArrayContent(buffer, 0, count) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        }, $"the blob {digest} of {repository}", ct);
        Expect(response, HttpStatusCode.Created);
        _location = null;
    }

    private async Task AbandonAsync()
    {
        if (_location is not { } location)
            return;
        try
        {
            using var response = await connection.WriteAsync(
                repository, () => new HttpRequestMessage(HttpMethod.Delete, location), "the end of an upload", CancellationToken.None);
        }
        catch (OciException)
        {
            // The registry sweeps uploads by itself; the failure that led here is the one to tell.
        }
    }

    private static Digest Checked(Digest actual, Digest? expected) => expected is null || actual == expected
        ? actual
        : throw new OciException(OciError.Corrupt, $"The content has digest {actual}, {expected} was expected.");

    private void Expect(HttpResponseMessage response, HttpStatusCode status)
    {
        if (response.StatusCode != status)
            throw RegistryFailure.Of(connection.Endpoint, response, $"an upload to {repository}", "");
    }

    private void Follow(HttpResponseMessage response, Uri from)
    {
        if (response.Headers.Location is { } location)
            _location = new Uri(from, location);
    }
}
