using Platform.Deploy.Packages;
using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>An application nothing speaks against.</summary>
/// <param name="Text">As submitted.</param>
/// <param name="Application">As read.</param>
/// <param name="Package">The package its reference means now; null when it has none.</param>
/// <param name="Clusters">The registry it was checked against.</param>
/// <param name="Snapshot">What was fetched for it.</param>
/// <param name="Warnings">What probably isn't meant.</param>
internal sealed record CheckedApplication(
    string Text, Application Application, PackageDocument? Package, IReadOnlyList<ClusterFacts> Clusters, Snapshot Snapshot, IReadOnlyList<Fault> Warnings)
{
    public string Key => ApplicationDocument.IdOf(Application.Namespace, Application.Name);

    public IReadOnlyDictionary<string, PackageComponent>? PackageComponents => PackageEntry.ForRendering(Application, Package?.Components);
}
