using Platform.Build.Tasks;
using Semver;

namespace Platform.Build.Contents;

/// <summary>Chooses a version of a chart as Helm does: the newest that a range takes, pre-releases only where the range names one.</summary>
internal static class ChartVersions
{
    /// <summary>The chosen one of the versions. Throws <see cref="BuildFailedException"/> when none fits, naming the newest there are.</summary>
    internal static string Choose(string chart, string? wanted, IReadOnlyCollection<string> versions)
    {
        if (wanted is not null && versions.Contains(wanted))
            return wanted;
        var range = RangeOf(wanted);
        var newestFirst = versions.SelectMany(Parse).OrderByDescending(v => v.Version, SemVersion.PrecedenceComparer).ToList();
        var chosen = newestFirst.FirstOrDefault(v => range is null ? !v.Version.IsPrerelease : range.Contains(v.Version));
        return chosen.Text ?? throw new BuildFailedException(newestFirst.Count == 0
            ? $"There is no version of chart {chart}."
            : $"No version of chart {chart} is {wanted ?? "a stable one"}; the newest are {string.Join(", ", newestFirst.Take(5).Select(v => v.Text))}.");
    }

    // Helm parts conditions by commas, which means what npm's blank does.
    private static SemVersionRange? RangeOf(string? wanted) =>
        wanted is null ? null
        : SemVersionRange.TryParseNpm(wanted.Replace(',', ' '), includeAllPrerelease: false, out var range) ? range
        : throw new BuildFailedException($"'{wanted}' is neither a version nor a range of versions.");

    // What is no version is not there, as for Helm.
    private static IEnumerable<(string Text, SemVersion Version)> Parse(string text) =>
        SemVersion.TryParse(text, SemVersionStyles.AllowV | SemVersionStyles.OptionalPatch, out var version) ? [(text, version)] : [];
}
