using Platform.Oam.Definitions;
using Platform.Oam.Documents;

namespace Platform.Oam.Components.Helm;

/// <summary>The parameters of a helm component, whichever way they are written.</summary>
internal sealed record HelmRelease(string Name, string Namespace, bool IncludeCrds, bool SkipHooks)
{
    /// <summary>Helm's own limit: names of objects are made of it.</summary>
    private const int LongestName = 53;

    /// <summary>Null when something is wrong with it.</summary>
    public static HelmRelease? Read(ComponentContext context)
    {
        var p = context.Parameters;
        var name = p["release"]?["name"] ?? p["releaseName"];
        var ns = p["release"]?["namespace"] ?? p["targetNamespace"];
        var release = new HelmRelease(
            name?.Text ?? context.Name, ns?.Text ?? context.Namespace, p["options"]?["includeCRDs"]?.Boolean ?? true, p["options"]?["skipHooks"]?.Boolean ?? false);
        if (!Names.IsDnsSubdomain(release.Name) || release.Name.Length > LongestName)
            context.Fault($"'{release.Name}' can't be the name of a release: {Names.LabelRule.Replace("63", $"{LongestName}", StringComparison.Ordinal)}", name);
        else if (!Names.IsDnsLabel(release.Namespace))
            context.Fault($"'{release.Namespace}' can't be the namespace of a release: {Names.LabelRule}", ns);
        else
            return release;
        return null;
    }

    /// <summary>Where the chart is: repository and digest in the artifact store; null when that isn't known (yet).</summary>
    public static (string Repository, string Digest)? FindChart(ComponentContext context)
    {
        if (context.Package?.Content is { Kind: PackageContentKind.Chart } packaged) return (packaged.Repository, packaged.Digest);
        if (Source(context) is not { } need || context.Ask(need, context.Parameters["chart"]) is not { } found) return null;
        return ($"{found["repository"]}", $"{found["digest"]}");
    }

    private static Need? Source(ComponentContext context)
    {
        var p = context.Parameters;
        var chart = p["chart"];
        var source = chart?.Text ?? chart?["source"]?.Text ?? chart?["name"]?.Text;
        var repository = chart?["repoURL"]?.Text ?? p["url"]?.Text;
        var version = chart?["version"]?.Text ?? p["version"]?.Text;
        if (source is null)
        {
            context.Lack("chart", "'chart' doesn't say where one is: {source: oci://…, or https://….tgz, or a name with repoURL}");
            return null;
        }

        if (p["repoType"]?.Text == "oci" && repository is not null)
            (source, repository) = ($"{Oci(repository)}/{source}", null);
        if (repository is null && !source.Contains("://", StringComparison.Ordinal))
        {
            context.Fault($"'{source}' is a chart's name, so 'repoURL' has to say in which repository it is", chart);
            return null;
        }

        return Need.Of(NeedKinds.ChartSource, ("source", source), ("repoURL", repository), ("version", version is "latest" or "*" ? null : version));
    }

    private static string Oci(string url) => url.Contains("://", StringComparison.Ordinal) ? url.TrimEnd('/') : $"oci://{url.TrimEnd('/')}";
}
