using System.Security.Cryptography;
using System.Text;

namespace Platform.Hosting;

/// <summary>
/// The platform's shared secret of 32 bytes. Everything encrypted at rest or signed between services hangs on it, through a
/// key derived per purpose (HKDF-SHA256), so that one purpose's text never opens with another's.
/// </summary>
public sealed class MasterKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] key;

    /// <summary>Takes the 32 bytes of the key.</summary>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes)
            throw new ArgumentException("The master key must be 32 bytes.", nameof(key));
        this.key = key.ToArray();
        KeyId = Convert.ToHexStringLower(Derive("key-id").AsSpan(0, 6));
    }

    /// <summary>Names the key without giving it away; every encrypted text says which key closed it.</summary>
    public string KeyId { get; }

    /// <summary>Encrypts with AES-256-GCM; the answer is text, <c>v1.keyId.base64</c>.</summary>
    public string Encrypt(ReadOnlySpan<byte> plain, string purpose) => Seal(plain, purpose, RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>
    /// As <see cref="Encrypt(ReadOnlySpan{byte}, string)"/>, but the same plain text gives the same encrypted text, for what is addressed by
    /// its digest. Whoever sees two of them sees whether they are equal, and nothing else: the nonce follows from the plain text by a key
    /// of its own, so it repeats only with it.
    /// </summary>
    public string EncryptRepeatably(ReadOnlySpan<byte> plain, string purpose) =>
        Seal(plain, purpose, HMACSHA256.HashData(Derive(purpose + "/nonce"), plain).AsSpan(0, NonceBytes));

    /// <summary>Encrypts text as UTF-8.</summary>
    public string Encrypt(string plain, string purpose) => Encrypt(Encoding.UTF8.GetBytes(plain), purpose);

    /// <summary>Opens what <see cref="Encrypt(ReadOnlySpan{byte}, string)"/> closed.</summary>
    /// <exception cref="CryptographicException">Another key, another purpose, or a changed text.</exception>
    public byte[] Decrypt(string text, string purpose)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || parts[0] != "v1")
            throw new CryptographicException("This is no text the platform encrypted.");
        if (parts[1] != KeyId)
            throw new CryptographicException($"Encrypted under master key {parts[1]}; this process has {KeyId}. Give every process the same PLATFORM_MASTER_KEY.");
        var bytes = Convert.FromBase64String(parts[2]);
        if (bytes.Length < NonceBytes + TagBytes)
            throw new CryptographicException("The encrypted text is cut short.");
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(Derive(purpose), TagBytes);
        aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length), plain);
        return plain;
    }

    /// <summary>As <see cref="Decrypt"/>, for text.</summary>
    public string DecryptText(string text, string purpose) => Encoding.UTF8.GetString(Decrypt(text, purpose));

    /// <summary>A key of 32 bytes for one purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: Encoding.UTF8.GetBytes("platform/" + purpose));

    /// <summary>The key of the options, or of the file in the data folder, which is made at first start for its owner alone.</summary>
    public static MasterKey Load(PlatformOptions options)
    {
        var text = options.MasterKey
            ?? SecretFile.ReadOrCreate(options.DataPath("master-key"), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        return IsKey(text)
            ? new MasterKey(Convert.FromBase64String(text))
            : throw new InvalidOperationException($"{options.DataPath("master-key")} does not hold 32 bytes in Base64.");
    }

    internal static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 1];
        return Convert.TryFromBase64String(text, bytes, out var count) && count == KeyBytes;
    }

    private string Seal(ReadOnlySpan<byte> plain, string purpose, ReadOnlySpan<byte> nonce)
    {
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        nonce.CopyTo(sealedBytes);
        using var aes = new AesGcm(Derive(purpose), TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(NonceBytes + plain.Length));
        return $"v1.{KeyId}.{Convert.ToBase64String(sealedBytes)}";
    }
}
