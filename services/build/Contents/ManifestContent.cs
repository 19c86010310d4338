using System.Text;
using Platform.Build.Lint;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Contents;

/// <summary>Manifests: all YAML and JSON files of a directory, one after the other in the order of their paths, as one YAML stream.</summary>
internal sealed class ManifestContent(SourceTrees trees, TreeFiles files)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    internal async Task<ComponentContent> GetAsync(BuildJob job, TreeSource source, CancellationToken ct)
    {
        var tree = await trees.GetAsync(job, source, ct);
        var all = await files.ReadAsync(tree.Folder, tree.Folder, ct);
        var texts = all.Where(f => Extensions.Contains(Path.GetExtension(f.Path).ToLowerInvariant()))
            .Select(f => (f.Path, Text: TextOf(f))).ToList();
        if (texts.Count == 0)
            throw new BuildFailedException("There are no manifests: no .yaml, .yml or .json file.");

        var objects = ManifestLint.Check(texts);
        await job.Log.WriteAsync($"{objects} objects in {texts.Count} files", ct);
        var stream = string.Join("---\n", texts.Select(t => t.Text.EndsWith('\n') ? t.Text : t.Text + "\n"));
        return new ComponentContent { MediaType = PackageNames.ManifestsContent, Bytes = Encoding.UTF8.GetBytes(stream), Materials = tree.Materials };
    }

    private static string TextOf(PackedFile file)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.Content.Span).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            throw new BuildFailedException($"{file.Path} is no text in UTF-8.");
        }
    }
}
