using System.Security.Cryptography;
using System.Text;

namespace Platform.Gateway.Keys;

/// <summary>The text of a key, <c>pk_&lt;id&gt;_&lt;secret&gt;</c>: the id finds it in one read, the secret proves it.</summary>
internal static class KeyText
{
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string Of(string id, string secret) => $"pk_{id}_{secret}";

    public static bool TryRead(string text, out string id, out string secret)
    {
        var parts = text.Split('_', 3);
        (id, secret) = parts.Length == 3 ? (parts[1], parts[2]) : ("", "");
        return parts[0] == "pk" && id.Length is > 0 and <= 32 && secret.Length is > 0 and <= 256;
    }

    public static string Hash(string secret) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Takes the same time wherever the two differ.</summary>
    public static bool IsHashOf(string hash, string secret) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(hash), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
