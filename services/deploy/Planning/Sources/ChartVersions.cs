using Platform.Deploy.Planning.Fetching;
using Semver;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Chooses a version of a chart as Helm does: the newest in the range, pre-releases only where the range names one.</summary>
internal static class ChartVersions
{
    public static string Choose(string chart, string? wanted, IReadOnlyCollection<string> versions)
    {
        if (wanted is not null && versions.Contains(wanted))
            return wanted;
        SemVersionRange? range = null;
        // Helm parts conditions by commas, which means what npm's blank does.
        if (wanted is not null && !SemVersionRange.TryParseNpm(wanted.Replace(',', ' '), includeAllPrerelease: false, out range))
            throw new UnusableException($"'{wanted}' is neither a version nor a range of versions");
        var newestFirst = versions
            .Select(text => (Text: text, Version: SemVersion.TryParse(text, SemVersionStyles.AllowV | SemVersionStyles.OptionalPatch, out var version) ? version : null))
            .Where(known => known.Version is not null)
            .OrderByDescending(known => known.Version!, SemVersion.PrecedenceComparer)
            .ToList();
        return newestFirst.FirstOrDefault(known => range?.Contains(known.Version!) ?? !known.Version!.IsPrerelease).Text
            ?? throw new UnusableException($"there is no version {wanted ?? "that is stable"} of chart {chart}; the newest are {string.Join(", ", newestFirst.Take(5).Select(known => known.Text))}");
    }
}
