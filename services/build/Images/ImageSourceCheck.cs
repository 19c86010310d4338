using System.Text.RegularExpressions;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Tools;

namespace Platform.Build.Images;

/// <summary>What of a source ends up in options of a builder, where a comma or an equals sign would say more than was meant.</summary>
internal static partial class ImageSourceCheck
{
    /// <summary>Throws <see cref="BuildFailedException"/> naming the first thing that is wrong.</summary>
    internal static void ThrowIfFaulty(ImageSource image)
    {
        if (image.Dockerfile is { } dockerfile && ArchivePaths.Fault(dockerfile) is { } fault)
            throw new BuildFailedException($"image.dockerfile '{dockerfile}' {fault}.");
        if (image.Platforms.FirstOrDefault(p => !Platform().IsMatch(p)) is { } platform)
            throw new BuildFailedException($"image.platforms: '{platform}' is no platform such as linux/arm64.");
        if (image.Args.Keys.FirstOrDefault(a => !Name().IsMatch(a)) is { } argument)
            throw new BuildFailedException($"image.args: '{argument}' is no name of a build argument: letters, digits and _ . - are.");
        if (image.SecretDigests.Keys.FirstOrDefault(s => !Name().IsMatch(s)) is { } secret)
            throw new BuildFailedException($"image.secrets: '{secret}' is no id of a secret: letters, digits and _ . - are.");
    }

    [GeneratedRegex(@"\A[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?\z")]
    private static partial Regex Platform();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex Name();
}
