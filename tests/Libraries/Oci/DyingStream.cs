namespace Platform.Libraries.Tests.Oci;

/// <summary>A source that ends with an error after some bytes.</summary>
internal sealed class DyingStream(int bytes) : MemoryStream(new byte[bytes])
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 ? read : throw new IOException("The source died.");
    }
}
