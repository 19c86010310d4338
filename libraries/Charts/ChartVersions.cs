using Platform.Network;
using Semver;

namespace Platform.Charts;

/// <summary>Chooses a version of a chart as Helm does: the newest that a range takes, pre-releases only where the range names one.</summary>
public static class ChartVersions
{
    /// <summary>The chosen one of the versions.</summary>
    /// <exception cref="FetchException">None fits; the message names the newest there are.</exception>
    public static string Choose(string chart, string? wanted, IReadOnlyCollection<string> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        if (wanted is not null && versions.Contains(wanted))
            return wanted;
        var range = RangeOf(wanted);
        var newestFirst = versions.SelectMany(Parse).OrderByDescending(known => known.Version, SemVersion.PrecedenceComparer).ToList();
        var chosen = newestFirst.FirstOrDefault(known => range?.Contains(known.Version) ?? !known.Version.IsPrerelease);
        return chosen.Text ?? throw new FetchException(newestFirst.Count == 0
            ? $"there is no version of chart {chart}"
            : $"no version of chart {chart} is {wanted ?? "a stable one"}; the newest are {string.Join(", ", newestFirst.Take(5).Select(known => known.Text))}");
    }

    /// <summary>Whether it names one version, not a range of them.</summary>
    public static bool IsExact(string? wanted) => wanted is not null && SemVersion.TryParse(wanted, SemVersionStyles.Strict, out _);

    // Helm parts conditions by commas, which means what npm's blank does.
    private static SemVersionRange? RangeOf(string? wanted) =>
        wanted is null ? null
        : SemVersionRange.TryParseNpm(wanted.Replace(',', ' '), includeAllPrerelease: false, out var range) ? range
        : throw new FetchException($"'{wanted}' is neither a version nor a range of versions");

    // What is no version is not there, as for Helm.
    private static IEnumerable<(string Text, SemVersion Version)> Parse(string text) =>
        SemVersion.TryParse(text, SemVersionStyles.AllowV | SemVersionStyles.OptionalPatch, out var version) ? [(text, version)] : [];
}
