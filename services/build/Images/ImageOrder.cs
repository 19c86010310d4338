namespace Platform.Build.Images;

/// <summary>An image to build.</summary>
internal sealed record ImageOrder
{
    /// <summary>The repository of the image in <see cref="Layout"/>; a layout of one image needs no better name.</summary>
    internal const string Repository = "image";

    /// <summary>The build context.</summary>
    public required string Context { get; init; }

    /// <summary>The Dockerfile's full path.</summary>
    public required string Dockerfile { get; init; }

    public IReadOnlyDictionary<string, string> Args { get; init; } = new Dictionary<string, string>();

    public string? Target { get; init; }

    /// <summary>Such as <c>linux/arm64</c>; the builder's own when null.</summary>
    public string? Platform { get; init; }

    /// <summary>Secrets the Dockerfile mounts: id to the file that holds the value.</summary>
    public IReadOnlyDictionary<string, string> SecretFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes no layer from the cache, and looks for newer base images.</summary>
    public bool Fresh { get; init; }

    /// <summary>The OCI layout the image is written to.</summary>
    public required string Layout { get; init; }

    /// <summary>A folder for everything else the program writes, which goes with the build.</summary>
    public required string Scratch { get; init; }

    /// <summary>The component's layer cache, for builders that don't keep one of their own.</summary>
    public required string Cache { get; init; }
}
