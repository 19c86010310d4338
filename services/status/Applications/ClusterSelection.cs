using System.Text.Json;

namespace Platform.Status.Applications;

/// <summary>
/// What of an application's clusters fits into a message: all, or the worst of them. A message stays below 256 KB, however many clusters
/// there are and whatever their API servers have to say.
/// </summary>
internal static class ClusterSelection
{
    private const int Characters = 120_000;
    private const int OfCluster = 150;
    private const int OfComponent = 60;

    /// <summary>In their order; where not all fit, those that are unwell go before the others.</summary>
    public static IReadOnlyList<ClusterHealth> Fitting(IReadOnlyList<ClusterHealth> all)
    {
        if (all.Sum(SizeOf) <= Characters)
            return all;
        var (fitting, left) = (new Dictionary<string, ClusterHealth>(StringComparer.Ordinal), Characters);
        foreach (var cluster in all.OrderByDescending(cluster => cluster.Health))
        {
            var size = SizeOf(cluster);
            if (size > left && fitting.Count > 0)
                break;
            fitting[cluster.Cluster] = size > left ? Shortened(cluster) : cluster;
            left -= size;
        }

        return [.. all.Select(cluster => fitting.GetValueOrDefault(cluster.Cluster)).OfType<ClusterHealth>()];
    }

    /// <summary>How many clusters are how well, by health as it is written in JSON.</summary>
    public static IReadOnlyDictionary<string, int> Counts(IEnumerable<ClusterHealth> clusters) => clusters
        .CountBy(cluster => cluster.Health)
        .ToDictionary(health => JsonNamingPolicy.CamelCase.ConvertName(health.Key.ToString()), health => health.Value);

    /// <summary>A cluster that alone is too much: only its worst components.</summary>
    private static ClusterHealth Shortened(ClusterHealth cluster)
    {
        var (worst, left) = (new HashSet<string>(StringComparer.Ordinal), Characters - OfCluster);
        foreach (var component in cluster.Components.OrderByDescending(component => component.Health))
        {
            left -= SizeOf(component);
            if (left < 0)
                break;
            worst.Add(component.Component);
        }

        return cluster with { Components = [.. cluster.Components.Where(component => worst.Contains(component.Component))] };
    }

    private static int SizeOf(ClusterHealth cluster) => OfCluster + cluster.Cluster.Length + cluster.Components.Sum(SizeOf);

    private static int SizeOf(ComponentHealth component) =>
        OfComponent + component.Component.Length + Written(component.Message) + component.Images.Sum(image => 3 + Written(image));

    /// <summary>As JSON writes it: what isn't plain takes six characters.</summary>
    private static int Written(string? text) => text is null ? 0 : text.Length + (5 * text.Count(letter => letter is < ' ' or > '~' or '"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`'));
}
