using Platform.Build.Tasks;
using Platform.Tools;

namespace Platform.Build.Images;

/// <summary>
/// The files a builder opens itself, before it confines the steps of the Dockerfile to the context: the Dockerfile and the lists of
/// ignored files. A link among them could show it any file of this machine.
/// </summary>
internal static class BuildContext
{
    private static readonly string[] Lists = [".dockerignore", ".containerignore"];

    /// <summary>The Dockerfile's full path. Throws <see cref="BuildFailedException"/> when it is not there or not in the context.</summary>
    internal static string Check(string context, string dockerfile)
    {
        var root = Folders.RealPath(context);
        var path = Path.Combine(root, dockerfile);
        foreach (var file in Lists.Select(l => Path.Combine(root, l)).Concat(Lists.Select(l => path + l)).Append(path))
        {
            if (!Folders.IsBelow(Folders.RealPath(file), root))
                throw new BuildFailedException($"{Path.GetRelativePath(root, file)} links to a place outside the build context.");
        }

        return File.Exists(path) ? Folders.RealPath(path) : throw new BuildFailedException($"There is no {dockerfile} in the build context.");
    }
}
