namespace Platform.Contracts.Build.V1;

/// <summary>Where a Helm chart comes from: one of a chart repository, an OCI registry, a git directory, or an archive.</summary>
public sealed record ChartSource
{
    /// <summary>A chart repository with an <c>index.yaml</c>; the chart is <see cref="Name"/> in <see cref="Version"/>.</summary>
    public string? Repo { get; init; }

    /// <summary>An OCI reference without tag, <c>oci://registry.example/charts/redis</c>; the tag is <see cref="Version"/>.</summary>
    public string? Oci { get; init; }

    /// <summary>A directory with a <c>Chart.yaml</c>.</summary>
    public GitSource? Git { get; init; }

    /// <summary>A packaged chart (<c>.tgz</c>) at an <c>https://</c> address.</summary>
    public string? Archive { get; init; }

    /// <summary>Name of the chart in its repository.</summary>
    public string? Name { get; init; }

    /// <summary>Version or range of versions, as Helm takes it; the newest stable one when null.</summary>
    public string? Version { get; init; }
}
