using System.Text.RegularExpressions;

namespace Platform.Oam;

/// <summary>Names Kubernetes accepts, and the nearest of the known ones for those it doesn't.</summary>
internal static partial class Names
{
    public const string LabelRule = "lower-case letters, digits and '-', starting and ending with a letter or digit, at most 63 characters";

    /// <summary>RFC 1123 label: applications, components, namespaces.</summary>
    public static bool IsDnsLabel(string name) => name.Length is > 0 and <= 63 && Label().IsMatch(name);

    /// <summary>RFC 1123 subdomain: objects.</summary>
    public static bool IsDnsSubdomain(string name) => name.Length is > 0 and <= 253 && name.Split('.').All(part => Label().IsMatch(part));

    /// <summary>"; did you mean 'image'?" or nothing.</summary>
    public static string Suggestion(string name, IEnumerable<string> known) =>
        Nearest(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The known name with the fewest changes, when they are few enough to be a slip of the pen.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > 64) return null;
        var allowed = name.Length < 3 ? 0 : Math.Max(1, name.Length / 3);
        return known
            .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= allowed)
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>Names in a sentence: <c>'a', 'b' and 3 more</c>.</summary>
    public static string Listed(IReadOnlyCollection<string> names, int most = 20)
    {
        var told = string.Join(", ", names.Take(most));
        return names.Count > most ? $"{told} and {names.Count - most} more" : told;
    }

    /// <summary>Letters added, left out, changed or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1][];
        rows[0] = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = rows[i] = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(rows[i - 1][j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], rows[i - 2][j - 2] + 1);
            }
        }

        return rows[a.Length][b.Length];
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
