using System.Security.Cryptography;
using System.Text;

namespace Platform.Status.Applications;

/// <summary>What was announced last of an application. Of its clusters only a print: kept whole they would double a document of hundreds of them.</summary>
internal sealed record AnnouncedStatus(long Revision, ApplicationPhase Phase, HealthStatus Health, string Clusters)
{
    /// <param name="status">What is told.</param>
    /// <param name="clusters">All clusters: the status may have only some.</param>
    public static AnnouncedStatus Of(ApplicationStatusChanged status, IEnumerable<ClusterHealth> clusters) =>
        new(status.Revision, status.Phase, status.Health, PrintOf(clusters));

    /// <summary>Of what is worth telling: when a cluster was last seen is not.</summary>
    private static string PrintOf(IEnumerable<ClusterHealth> clusters)
    {
        var text = new StringBuilder();
        foreach (var cluster in clusters)
        {
            text.Append(cluster.Cluster).Append('\n').Append(cluster.Health).Append('\n').Append(cluster.Revision).Append('\n');
            foreach (var component in cluster.Components)
                text.Append(component.Component).Append('\t').Append(component.Health).Append('\t').Append(component.Message).Append('\t').AppendJoin(',', component.Images).Append('\n');
            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
