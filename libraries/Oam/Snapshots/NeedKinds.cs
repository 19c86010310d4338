namespace Platform.Oam;

/// <summary>What renderings ask for, with the parameters and the answer of each.</summary>
public static class NeedKinds
{
    /// <summary>
    /// Objects as they are on a cluster: <c>cluster</c>, <c>apiVersion</c>, <c>kind</c>, <c>namespace</c> and <c>name</c> or
    /// <c>labels</c> (a map). Answer: a list of objects, empty when there is none. It differs from time to time, so it is pinned
    /// with the revision.
    /// </summary>
    public const string Objects = "objects";

    /// <summary>Manifests at an address: <c>url</c>. Answer: a list of objects. Pinned with the revision.</summary>
    public const string ObjectUrl = "object-url";

    /// <summary>
    /// A chart from outside, fetched into the artifact store: <c>source</c>, <c>repoURL</c>, <c>version</c>. Answer: <c>repository</c>
    /// and <c>digest</c>. Pinned with the revision.
    /// </summary>
    public const string ChartSource = "chart-source";

    /// <summary>
    /// A directory from outside, fetched into the artifact store: <c>url</c> and <c>ref</c> (of git). Answer: <c>repository</c> and
    /// <c>digest</c>. Pinned with the revision.
    /// </summary>
    public const string TreeSource = "tree-source";

    /// <summary>
    /// What a chart of the artifact store (<c>repository</c>, <c>digest</c>) is: <c>name</c>, <c>version</c>, and whether it
    /// <c>looksAtCluster</c>: then it may render differently on clusters of other versions.
    /// </summary>
    public const string Chart = "chart";

    /// <summary>
    /// A rendered chart: <c>repository</c>, <c>digest</c>, <c>release</c>, <c>namespace</c>, <c>values</c>, <c>includeCRDs</c>,
    /// and for charts that look at it <c>kubeVersion</c> and <c>apiVersions</c>. Answer: <c>objects</c>, and <c>warnings</c> (texts).
    /// </summary>
    public const string Helm = "helm";

    /// <summary>
    /// A built directory: <c>repository</c>, <c>digest</c>, <c>path</c> in it, and <c>overlay</c>, a kustomization that is laid over it.
    /// Answer: a list of objects.
    /// </summary>
    public const string Kustomize = "kustomize";

    /// <summary>Manifests of the artifact store: <c>repository</c>, <c>digest</c>. Answer: a list of objects.</summary>
    public const string Manifests = "manifests";

    /// <summary>ConfigMaps and Secrets of the artifact store, values in the clear: <c>repository</c>, <c>digest</c>. Answer: a list of objects.</summary>
    public const string Config = "config";
}
