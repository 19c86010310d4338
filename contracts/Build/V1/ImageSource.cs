namespace Platform.Contracts.Build.V1;

/// <summary>An image: either <see cref="Ref"/>, one that exists, or <see cref="Git"/>, one to build.</summary>
public sealed record ImageSource
{
    /// <summary>Reference with tag or digest, e.g. <c>registry.example/shop/web:1.2</c>.</summary>
    public string? Ref { get; init; }

    /// <summary>The repository that holds the Dockerfile.</summary>
    public GitSource? Git { get; init; }

    /// <summary>The Dockerfile, relative to the build context; <c>Dockerfile</c> when null.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>Build arguments.</summary>
    public IReadOnlyDictionary<string, string> Args { get; init; } = new Dictionary<string, string>();

    /// <summary>The stage to build; the last one when null.</summary>
    public string? Target { get; init; }

    /// <summary>Platforms such as <c>linux/arm64</c>; the builder's own when empty.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>
    /// Secrets the Dockerfile mounts (<c>RUN --mount=type=secret,id=…</c>): id to a digest keyed by the master key, so that a build with
    /// another secret is another build. The values are in <see cref="ComponentSource.Secrets"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> SecretDigests { get; init; } = new Dictionary<string, string>();
}
