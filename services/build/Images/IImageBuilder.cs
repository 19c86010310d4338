using Platform.Oci;

namespace Platform.Build.Images;

/// <summary>A program that builds images from Dockerfiles.</summary>
internal interface IImageBuilder
{
    /// <summary>
    /// Name and version: what another builder makes of the same files may be another image. Throws
    /// <see cref="Tools.ToolMissingException"/> when the program is not here.
    /// </summary>
    Task<string> DescribeAsync(CancellationToken ct);

    /// <summary>
    /// Builds an image into the order's layout, giving what the program prints line by line, and its digest at the end. Throws
    /// <see cref="Tasks.BuildFailedException"/> when it can't be built; leaves nothing running.
    /// </summary>
    Task<Digest> BuildAsync(ImageOrder order, Func<string, ValueTask> line, CancellationToken ct);

    /// <summary>Takes out of a layer cache what builds that were killed left in it; false when it cannot.</summary>
    Task<bool> TryCleanAsync(string cache, CancellationToken ct);
}
