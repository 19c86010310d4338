using Platform.Status.Access;
using Platform.Status.Applications;

namespace Platform.Status.Statistics;

/// <summary>Numbers from what is known of applications and clusters. Pure.</summary>
internal static class Counting
{
    public static FleetStatistics Count(IReadOnlyList<ApplicationDocument> applications, IReadOnlyDictionary<string, ClusterDocument> clusters) => new(
        Tally.Of(applications.Select(HealthOf)),
        Counted(applications.Select(PhaseOf)),
        [.. applications.GroupBy(a => a.Namespace).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new NamespaceTally(g.Key, Tally.Of(g.Select(HealthOf))))],
        [.. applications.SelectMany(a => a.Clusters).GroupBy(c => c.Cluster).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Cluster(g.Key, clusters.GetValueOrDefault(g.Key), g.Select(c => c.Health.Health)))]);

    public static ClusterTally Cluster(string name, ClusterDocument? cluster, IEnumerable<HealthStatus> parts) =>
        new(name, cluster?.Reachable, cluster is { Reachable: false } ? cluster.LastSeen : null, Tally.Of(parts));

    public static ApplicationStatistics Count(ApplicationDocument application, int objects, int drifted) => new(
        application.Revision,
        PhaseOf(application),
        HealthOf(application).ToString(),
        Tally.Of(application.Clusters.Select(c => c.Health.Health)),
        Counted(application.Clusters.Select(c => c.Health.Revision)),
        new SortedDictionary<string, Tally>(
            application.Clusters.SelectMany(c => c.Health.Components).GroupBy(c => c.Component).ToDictionary(g => g.Key, g => Tally.Of(g.Select(c => c.Health))), StringComparer.Ordinal),
        objects,
        drifted);

    private static HealthStatus HealthOf(ApplicationDocument application) => application.Announced?.Health ?? HealthStatus.Progressing;

    private static ApplicationPhase PhaseOf(ApplicationDocument application) => application.Announced?.Phase ?? application.Workflow;

    private static SortedDictionary<T, int> Counted<T>(IEnumerable<T> all) where T : notnull => new(all.CountBy(one => one).ToDictionary());
}
