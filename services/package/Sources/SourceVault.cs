using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Contracts.Build.V1;
using Platform.Hosting;

namespace Platform.Package.Sources;

/// <summary>Closes and opens what a source keeps secret, and tells equal secrets from others without showing them.</summary>
internal sealed class SourceVault(MasterKey key)
{
    private readonly byte[] _digestKey = key.Derive(SourceSecrets.Purpose + "-digest");

    /// <summary>The encrypted text; null when there is nothing to hide.</summary>
    internal string? Close(SourceSecrets secrets)
    {
        var text = JsonSerializer.Serialize(secrets);
        return text == JsonSerializer.Serialize(new SourceSecrets()) ? null : key.Encrypt(text, SourceSecrets.Purpose);
    }

    /// <summary>Throws <see cref="CryptographicException"/> when another master key closed it.</summary>
    internal SourceSecrets Open(string? closed) => closed is null
        ? new SourceSecrets()
        : JsonSerializer.Deserialize<SourceSecrets>(key.DecryptText(closed, SourceSecrets.Purpose)) ?? new SourceSecrets();

    /// <summary>A digest that nobody can guess a secret by: without the master key, trying values gives nothing.</summary>
    internal string DigestOf(string name, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_digestKey, Encoding.UTF8.GetBytes($"{name}\0{value}")));

    internal IReadOnlyDictionary<string, string> DigestsOf(IReadOnlyDictionary<string, string> values) =>
        values.OrderBy(v => v.Key, StringComparer.Ordinal).ToDictionary(v => v.Key, v => DigestOf(v.Key, v.Value));
}
