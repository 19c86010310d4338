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

    /// <summary>In an application package: the component a manifest is of.</summary>
    public const string ComponentAnnotation = "platform.component";

    /// <summary>The repository of an application's packages; the version is the tag.</summary>
    public static string Repository(string @namespace, string application) => $"packages/{@namespace}/{application}";
}
