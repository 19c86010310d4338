using Platform.Deploy.Definitions;
using Platform.Deploy.Packages;
using Platform.Oam;
using Platform.Oam.Definitions;

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
    /// <summary>The types it was checked with.</summary>
    public required DefinitionCatalog Definitions { get; init; }

    /// <summary>Revisions of the installed definitions it uses, by <c>kind/name</c>.</summary>
    public Dictionary<string, long> Pins => TypeLibrary.Pins(Application, Definitions);

    public string Key => ApplicationDocument.IdOf(Application.Namespace, Application.Name);

    public IReadOnlyDictionary<string, PackageComponent>? PackageComponents => PackageEntry.ForRendering(Application, Package?.Components);
}
