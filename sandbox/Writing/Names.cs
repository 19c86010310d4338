namespace Platform.Sandbox.Writing;

/// <summary>Random name suffixes as Kubernetes makes them (no vowels, so no words).</summary>
internal static class Names
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public static string Suffix(int length = 5) =>
        string.Create(length, 0, static (span, _) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = Letters[Random.Shared.Next(Letters.Length)];
        });

    /// <summary>A hash in the same alphabet, as pod-template-hash is written.</summary>
    public static string Encode(uint value) => string.Concat(value.ToString().Select(c => Letters[c % Letters.Length]));

    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes) hash = (hash ^ b) * 16777619;
        return hash;
    }
}
