using Platform.Build.Lint;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>
/// A Helm chart. One that is packaged already (repository, registry, archive) is carried as its very bytes; one in git is packed by Helm,
/// which leaves out what its <c>.helmignore</c> names, and packed once more so that equal charts are equal bytes.
/// </summary>
internal sealed class ChartContent(PackagedCharts charts, SourceTrees trees, TreeFiles files, ChartTool helm, ChartLint lint)
{
    internal async Task<ComponentContent> GetAsync(BuildJob job, ChartSource source, CancellationToken ct)
    {
        var packed = source switch
        {
            { Git: { } git } => await FromGitAsync(job, git, ct),
            { Repo: not null } or { Oci: not null } or { Archive: not null } => await charts.FetchAsync(job, source, ct),
            _ => throw new BuildFailedException("The chart has no source; register it again."),
        };
        var unpacked = await trees.UnpackAsync(job, packed.File, ct);
        var facts = await ChartFacts.ReadAsync(FolderOf(unpacked), ct);
        await job.Log.WriteAsync($"Chart {facts.Name} {facts.Version}", ct);
        await lint.CheckAsync(job, packed.File, ct);

        var bytes = source.Git is null
            ? await File.ReadAllBytesAsync(packed.File, ct)
            : await TarGzip.PackAsync(await files.ReadAsync(unpacked, unpacked, ct), ct);
        return new ComponentContent { MediaType = PackageNames.ChartContent, Bytes = bytes, Materials = packed.Materials, Chart = facts };
    }

    private async Task<PackedChart> FromGitAsync(BuildJob job, GitSource git, CancellationToken ct)
    {
        var tree = await trees.FromGitAsync(job, git, ct);
        // Helm follows links wherever they lead: they are judged before it, or anything else, reads the files.
        await files.ReadAsync(tree.Folder, tree.Folder, ct);
        await ChartFacts.ReadAsync(tree.Folder, ct);
        var target = Directory.CreateDirectory(Path.Combine(job.Folder, "packed")).FullName;
        await helm.RunAsync(job, "The chart cannot be packed", ["package", tree.Folder, "--destination", target], ct);
        return new PackedChart(Directory.EnumerateFiles(target, "*.tgz").Single(), tree.Materials);
    }

    // A packaged chart holds one folder, named after it.
    private static string FolderOf(string unpacked) =>
        Directory.EnumerateDirectories(unpacked).Order(StringComparer.Ordinal).FirstOrDefault(f => File.Exists(Path.Combine(f, ChartFacts.File)))
        ?? throw new BuildFailedException($"This is no packaged Helm chart: it has no folder with a {ChartFacts.File}.");
}
