using System.Text.RegularExpressions;
using Platform.Contracts.Build.V1;
using Platform.Oci;
using Semver;

namespace Platform.Package.Sources.Reading;

/// <summary>A Helm chart: <c>{repo, name, version}</c>, <c>{oci, version}</c>, <c>{git, path}</c> or <c>{archive}</c>, with credentials.</summary>
internal static partial class ChartReader
{
    internal static ChartSource? Read(SourceObject given)
    {
        given.HasOnly("A chart", "repo", "oci", "git", "archive", "name", "version", "path", "credentials");
        var place = given.OneOf("a chart", "repo", "oci", "git", "archive");
        if (place is null)
            return null;
        if (place != "repo" && given.Has("name"))
            given.Fault("name", "'name' is for a chart of a repository (repo); here the place says which chart it is.");
        if (place is "git" or "archive" && given.Has("version"))
            given.Fault("version", "The chart itself says its version; 'version' chooses one of a repository (repo) or registry (oci).");
        if (place != "git" && given.Has("path"))
            given.Fault("path", "'path' is for a chart in git.");
        return place switch
        {
            "repo" => OfRepository(given),
            "oci" => OfRegistry(given),
            "git" => OfGit(given),
            _ => OfArchive(given),
        };
    }

    private static ChartSource? OfRepository(SourceObject given)
    {
        var name = given.Text("name");
        if (!given.Has("name"))
            given.Fault("name", "The name of the chart is missing, e.g. redis.");
        else if (name is not null && !Chart().IsMatch(name))
            given.Fault("name", $"'{name}' is not the name of a chart: letters, digits, - _ and .");
        var version = VersionOf(given);
        return given.Address("repo", SourceAddress.WebFault) is { } repo ? new ChartSource { Repo = repo, Name = name, Version = version } : null;
    }

    private static ChartSource? OfRegistry(SourceObject given)
    {
        var version = VersionOf(given);
        return given.Address("oci", RegistryFault) is { } oci ? new ChartSource { Oci = oci, Version = version } : null;
    }

    private static ChartSource? OfGit(SourceObject given)
    {
        if (GitReader.Read(given) is not { } git)
            return null;
        CredentialsReader.Read(given, git.Url);
        return new ChartSource { Git = git };
    }

    private static ChartSource? OfArchive(SourceObject given) =>
        given.Address("archive", SourceAddress.WebFault) is { } archive ? new ChartSource { Archive = archive } : null;

    private static string? VersionOf(SourceObject given)
    {
        if (given.Text("version") is not { } version)
            return null;
        // Helm parts conditions by commas, which means what npm's blank does.
        if (SemVersionRange.TryParseNpm(version.Replace(',', ' '), includeAllPrerelease: false, out _))
            return version;
        given.Fault("version", $"'{version}' is neither a version nor a range of versions, such as 20.1.3, ^20.1 or \">=1.2 <2\".");
        return null;
    }

    private static string? RegistryFault(string text)
    {
        if (!text.StartsWith("oci://", StringComparison.Ordinal))
            return $"'{text}' is not a chart in a registry, such as oci://registry.example/charts/redis.";
        if (!ImageReference.TryParse(text["oci://".Length..], out var reference, out var fault))
            return $"'{text}': {fault}.";
        return reference.Digest is not null || text["oci://".Length..].Contains($":{reference.Tag}", StringComparison.Ordinal)
            ? $"'{text}' has a tag or digest; the tag of a chart is its version, given as 'version'."
            : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,249}\z")]
    private static partial Regex Chart();
}
