namespace Platform.Contracts.Build.V1;

/// <summary>Where a component comes from, as the developer registered it. One of the places is given.</summary>
public sealed record ComponentSource
{
    /// <summary>Webservice, worker, helm, … : the component type it becomes.</summary>
    public required string Type { get; init; }

    /// <summary>An image: one that exists, or one to build from a Dockerfile in git.</summary>
    public ImageSource? Image { get; init; }

    /// <summary>A Helm chart.</summary>
    public ChartSource? Chart { get; init; }

    /// <summary>A directory with a <c>kustomization.yaml</c>.</summary>
    public TreeSource? Kustomize { get; init; }

    /// <summary>Kubernetes manifests as they are.</summary>
    public TreeSource? Manifests { get; init; }

    /// <summary>Configuration alone: a ConfigMap or a Secret, no workload.</summary>
    public ConfigSource? Config { get; init; }

    /// <summary>Default properties of the component, a JSON object as text.</summary>
    public string? Properties { get; init; }

    /// <summary>JSON Schema of the component's parameters, as text.</summary>
    public string? ParametersSchema { get; init; }

    /// <summary>
    /// Credentials of the place and secrets of the build, encrypted under the platform's master key (purpose
    /// <c>component-source</c>): a JSON object <see cref="SourceSecrets"/>. Never in an answer, an event or a log.
    /// </summary>
    public string? Secrets { get; init; }
}
