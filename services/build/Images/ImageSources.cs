using Platform.Contracts.Build.V1;

namespace Platform.Build.Images;

/// <summary>Defaults of image sources.</summary>
internal static class ImageSources
{
    internal static string DockerfileOrDefault(this ImageSource image) => image.Dockerfile ?? "Dockerfile";
}
