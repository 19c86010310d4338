using System.Text;
using Platform.Build.Lint;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>
/// A Kustomize tree: the directory with everything it refers to. When that lies beside or above it, as bases do, the files keep their
/// places below <c>source/</c>, and a <c>kustomization.yaml</c> at the root names the directory that was meant.
/// </summary>
internal sealed class KustomizeContent(SourceTrees trees, TreeFiles files, KustomizeLint lint)
{
    private const string Source = "source";

    internal async Task<ComponentContent> GetAsync(BuildJob job, TreeSource source, CancellationToken ct)
    {
        var (tree, start) = await WholeAsync(job, source, ct);
        var closure = await KustomizeClosure.OfAsync(tree.Folder, start, ct);
        var packed = new Dictionary<string, PackedFile>();
        foreach (var part in closure.Parts)
        {
            foreach (var file in await files.ReadAsync(closure.Root, part, ct))
                packed[file.Path] = file;
        }

        var all = closure.Root == start ? [.. packed.Values] : Moved(packed.Values, Path.GetRelativePath(closure.Root, start));
        await job.Log.WriteAsync($"{all.Count} files of the kustomization", ct);
        await lint.CheckAsync(job, all, ct);
        return new ComponentContent { MediaType = PackageNames.KustomizeContent, Bytes = await TarGzip.PackAsync(all, ct), Materials = tree.Materials };
    }

    /// <summary>The whole of what holds the directory, since it may refer to its neighbours, and the directory itself.</summary>
    private async Task<(SourceTree Tree, string Start)> WholeAsync(BuildJob job, TreeSource source, CancellationToken ct)
    {
        var path = source.Git?.Path ?? source.Path;
        var tree = await trees.GetAsync(job, source with { Path = null, Git = source.Git is { } git ? git with { Path = null } : null }, ct);
        var root = Path.GetFullPath(tree.Folder);
        var start = path is null ? root : Path.GetFullPath(Path.Combine(root, path)).TrimEnd('/');
        // A repository may hold links that lead anywhere: where the directory really is decides.
        return Directory.Exists(start) && Folders.IsBelow(Folders.RealPath(start), Folders.RealPath(root))
            ? (tree with { Folder = root }, start)
            : throw new BuildFailedException($"There is no directory '{path}'.");
    }

    private static List<PackedFile> Moved(IEnumerable<PackedFile> files, string start)
    {
        var root = $"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- {Source}/{start}\n";
        return [new PackedFile(KustomizeClosure.Names[0], Encoding.UTF8.GetBytes(root)), .. files.Select(f => f with { Path = $"{Source}/{f.Path}" })];
    }
}
