using System.IO.Compression;
using System.Text;
using Platform.Hosting;

namespace Platform.Deploy.Planning;

/// <summary>Text as documents keep it when there may be Secrets in it: compressed, and under the platform's master key.</summary>
internal sealed class Sealing(MasterKey key)
{
    private const string Purpose = "deploy-plan";

    public string Close(string text)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return key.Encrypt(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), Purpose);
    }

    public string Open(string text)
    {
        using var brotli = new BrotliStream(new MemoryStream(key.Decrypt(text, Purpose)), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
