using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Platform.Oci;

/// <summary>
/// The address of content by what it holds: <c>sha256:&lt;64 hex&gt;</c> (image-spec, descriptor.md). Lower-case hex only, so that
/// equal content has one spelling and a digest is always safe as a file name.
/// </summary>
[JsonConverter(typeof(DigestJsonConverter))]
public sealed record Digest
{
    private const string Algorithm = "sha256";
    private const int HexLength = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private Digest(string hex) => Hex = hex;

    /// <summary>The 64 hexadecimal characters.</summary>
    public string Hex { get; }

    /// <summary>Digest of bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <summary>Digest of a stream, read to its end.</summary>
    public static async Task<Digest> OfAsync(Stream content, CancellationToken ct = default) =>
        FromHash(await SHA256.HashDataAsync(content, ct));

    /// <summary>Reads <c>sha256:…</c>; throws <see cref="FormatException"/> on anything else.</summary>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException($"'{text}' is not a digest of the form sha256:<64 hex characters>.");

    /// <summary>Reads <c>sha256:…</c>; false on anything else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = null;
        if (text is null || text.Length != Algorithm.Length + 1 + HexLength || !text.StartsWith(Algorithm + ":", StringComparison.Ordinal))
            return false;

        var hex = text[(Algorithm.Length + 1)..];
        if (hex.AsSpan().ContainsAnyExcept(HexDigits))
            return false;

        digest = new Digest(hex);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm}:{Hex}";

    internal static Digest FromHash(byte[] hash) => new(Convert.ToHexStringLower(hash));
}
