using Platform.Build.Contents;
using Platform.Build.Tasks;
using Platform.Oci;

namespace Platform.Build.Lint;

/// <summary>A kustomization has to build from what the package carries alone, and into objects that can be applied.</summary>
internal sealed class KustomizeLint(ChartTool tools)
{
    /// <summary>Throws <see cref="BuildFailedException"/> with what kustomize says.</summary>
    internal async Task CheckAsync(BuildJob job, IReadOnlyList<PackedFile> files, CancellationToken ct)
    {
        var folder = Path.Combine(job.Folder, "kustomization");
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, file.Content, ct);
        }

        var built = await BuildAsync(job, folder, ct);
        var objects = ManifestLint.Check(RenderedOutput.Split(built, "the built kustomization"));
        await job.Log.WriteAsync($"The kustomization builds {objects} objects", ct);
    }

    private async Task<string> BuildAsync(BuildJob job, string folder, CancellationToken ct)
    {
        try
        {
            return await tools.RunAsync(job, "kubectl", "The kustomization does not build", ["kustomize", folder], ct);
        }
        catch (BuildFailedException e) when (e.Message.Contains("://", StringComparison.Ordinal) || e.Message.Contains("git", StringComparison.Ordinal))
        {
            throw new BuildFailedException($"{e.Message}\nRemote bases are not fetched: what a kustomization is made of belongs into its repository.", e);
        }
    }
}
