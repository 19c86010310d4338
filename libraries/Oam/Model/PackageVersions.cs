using System.Text.RegularExpressions;
using Semver;

namespace Platform.Oam;

/// <summary>Versions of packages: semantic versions; ranges as npm writes them (<c>^1.4</c>, <c>1.x</c>, <c>&gt;=1.2 &lt;2</c>).</summary>
internal static partial class PackageVersions
{
    private const int LongestVersion = 128;

    public static bool IsVersion(string text) => SemVersion.TryParse(text, SemVersionStyles.Strict, out _);

    public static PackageReference? Parse(string text, out string? fault)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return Refuse($"'{text}' isn't a package reference: write name:version, for example shop:1.4.0 or shop:^1.4", out fault);
        var (name, version) = (text[..colon].Trim(), text[(colon + 1)..].Trim());
        if (!DnsLabel().IsMatch(name) || name.Length > 63)
            return Refuse($"'{name}' isn't a package name: lower-case letters, digits and '-', at most 63", out fault);
        if (!IsVersion(version) && Range(version) is null)
            return Refuse($"'{version}' is neither a semantic version (1.4.0) nor a range of them (^1.4, 1.x, >=1.2 <2)", out fault);
        fault = null;
        return new(name, version);
    }

    public static bool Accepts(string wanted, string version)
    {
        if (!SemVersion.TryParse(version, SemVersionStyles.Strict, out var candidate)) return false;
        return SemVersion.TryParse(wanted, SemVersionStyles.Strict, out var exact)
            ? candidate.CompareSortOrderTo(exact) == 0
            : Range(wanted)?.Contains(candidate) ?? false;
    }

    public static string? Newest(string wanted, IEnumerable<string> versions) => versions
        .Where(version => Accepts(wanted, version))
        .Select(version => SemVersion.Parse(version, SemVersionStyles.Strict))
        .OrderByDescending(version => version, SemVersion.SortOrderComparer)
        .FirstOrDefault()?.ToString();

    public static string? Upgrade(string current, IEnumerable<string> versions)
    {
        if (!SemVersion.TryParse(current, SemVersionStyles.Strict, out var known)) return null;
        return versions
            .Select(version => SemVersion.TryParse(version, SemVersionStyles.Strict, out var read) ? read : null)
            .OfType<SemVersion>()
            .Where(version => version.CompareSortOrderTo(known) > 0 && (version.IsRelease || known.IsPrerelease))
            .OrderByDescending(version => version, SemVersion.SortOrderComparer)
            .FirstOrDefault()?.ToString();
    }

    private static SemVersionRange? Range(string text) =>
        text.Length is > 0 and <= LongestVersion && SemVersionRange.TryParseNpm(text, out var range) ? range : null;

    private static PackageReference? Refuse(string why, out string? fault)
    {
        fault = why;
        return null;
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex DnsLabel();
}
