using System.Text.RegularExpressions;

namespace Platform.Oam.Policies;

/// <summary>
/// Component names as overrides write them: a regular expression for the whole name, in which a lone <c>*</c> stands for
/// anything. Matched without backtracking, so no pattern can take long.
/// </summary>
internal static class NamePattern
{
    private const int LongestPattern = 256;

    /// <summary>Null and why, when it is no pattern.</summary>
    public static Regex? Parse(string pattern, out string? fault)
    {
        fault = null;
        if (pattern.Length > LongestPattern)
        {
            fault = $"a name pattern has at most {LongestPattern} characters";
            return null;
        }

        try
        {
            var expression = pattern.Replace(".*", "*", StringComparison.Ordinal).Replace("*", ".*", StringComparison.Ordinal);
            return new($"^(?:{expression})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            fault = $"'{pattern}' is neither a name nor a regular expression: {e.Message}";
            return null;
        }
    }
}
