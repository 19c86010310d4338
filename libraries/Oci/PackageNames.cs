namespace Platform.Oci;

/// <summary>How packages are named and marked in an artifact store, so that whoever writes and whoever reads agree.</summary>
public static class PackageNames
{
    /// <summary>Artifact type of an application package: an index of component packages.</summary>
    public const string ApplicationType = "application/vnd.platform.application.v1";

    /// <summary>Artifact type of a component package: a manifest.</summary>
    public const string ComponentType = "application/vnd.platform.component.v1";

    /// <summary>Media type of a component package's configuration.</summary>
    public const string ComponentConfig = "application/vnd.platform.component.config.v1+json";

    /// <summary>Layer of a component package: a packaged Helm chart, as Helm's own OCI artifacts have it.</summary>
    public const string ChartContent = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    /// <summary>Layer of a component package: a directory with a <c>kustomization.yaml</c>.</summary>
    public const string KustomizeContent = "application/vnd.platform.kustomize.v1.tar+gzip";

    /// <summary>Layer of a component package: Kubernetes manifests, one YAML stream.</summary>
    public const string ManifestsContent = "application/vnd.platform.manifests.v1+yaml";

    /// <summary>Layer of a component package: ConfigMaps and Secrets, one YAML stream; values of Secrets are encrypted.</summary>
    public const string ConfigContent = "application/vnd.platform.config.v1+yaml";

    /// <summary>In an application package: the component a manifest is of.</summary>
    public const string ComponentAnnotation = "platform.component";

    /// <summary>On the layer of a chart: the repository where the chart is as Helm's own artifact, under its version as the tag.</summary>
    public const string ChartRepositoryAnnotation = "platform.chart.repository";

    /// <summary>Configuration of a chart as Helm's own artifact: its <c>Chart.yaml</c> as JSON.</summary>
    public const string ChartConfig = "application/vnd.cncf.helm.config.v1+json";

    /// <summary>The repository of a chart of an application, for <c>helm pull oci://…</c>; the version of the chart is the tag.</summary>
    public static string ChartRepository(string @namespace, string application, string chart) => $"charts/{@namespace}/{application}/{chart}";

    /// <summary>The repository of the images that were built for an application.</summary>
    public static string ImageRepository(string @namespace, string application) => $"images/{@namespace}/{application}";

    /// <summary>The tag that keeps a component's image for a package version: both names, or the end of them as a digest when that is too long.</summary>
    public static string ImageTag(string component, string version)
    {
        var tag = $"{component}-{OciNames.TagOf(version)}";
        return OciNames.IsTag(tag) ? tag : $"{tag[..60]}-{Digest.Of(System.Text.Encoding.UTF8.GetBytes(tag)).Hex}";
    }

    /// <summary>The repository of an application's packages; the version is the tag.</summary>
    public static string Repository(string @namespace, string application) => $"packages/{@namespace}/{application}";
}
