namespace Platform.Oam;

/// <summary>What a component package carries besides images.</summary>
public enum PackageContentKind
{
    /// <summary>A packaged Helm chart.</summary>
    Chart,

    /// <summary>A directory with a <c>kustomization.yaml</c>.</summary>
    Kustomize,

    /// <summary>Kubernetes manifests.</summary>
    Manifests,

    /// <summary>ConfigMaps and Secrets.</summary>
    Config,
}
