using System.Text;

namespace Platform.Tools;

/// <summary>Takes secrets out of text before anybody sees it: as they are, line by line, and in Base64 and URL encoding.</summary>
public sealed class SecretMask
{
    private const string Mask = "•••";

    // Shorter ones would mask ordinary words, and hide nothing.
    private const int Shortest = 4;
    private readonly string[] _forms;

    /// <summary>Masks these values; null and very short ones are passed over.</summary>
    public SecretMask(IEnumerable<string?> secrets) => _forms =
    [
        .. secrets.OfType<string>().SelectMany(Forms).Where(f => f.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length),
    ];

    /// <summary>The text without the secrets.</summary>
    public string Apply(string text)
    {
        foreach (var form in _forms)
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        return text;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        foreach (var line in secret.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            yield return line;
        yield return Uri.EscapeDataString(secret);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
    }
}
