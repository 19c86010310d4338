namespace Platform.Contracts.Build.V1;

/// <summary>Configuration without a workload: values and files that become a ConfigMap, or a Secret.</summary>
public sealed record ConfigSource
{
    /// <summary>Key to value.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Files of a directory; each is a key named after the file.</summary>
    public TreeSource? Files { get; init; }

    /// <summary>A Secret rather than a ConfigMap.</summary>
    public bool Secret { get; init; }

    /// <summary>
    /// Of a Secret: key to a digest keyed by the master key, so that another value is other content. The values are in
    /// <see cref="ComponentSource.Secrets"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> ValueDigests { get; init; } = new Dictionary<string, string>();
}
