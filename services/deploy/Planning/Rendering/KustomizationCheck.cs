using System.Text.RegularExpressions;
using Platform.Oam.Documents;
using Platform.Tools;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>
/// What a tree may refer to: files and directories of its own. Kustomize would fetch what it does not find (git, HTTP); here that ends in
/// a clear sentence, before it runs.
/// </summary>
internal static partial class KustomizationCheck
{
    /// <summary>The names Kustomize looks for.</summary>
    public static readonly string[] Names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private static readonly string[] Places = ["resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators"];

    /// <summary>What is wrong, with file and entry; null when nothing is. Follows what the directory refers to.</summary>
    public static async Task<string?> RunAsync(string root, string start, CancellationToken ct)
    {
        var (waiting, seen) = (new Queue<string>([start]), new HashSet<string>());
        while (waiting.TryDequeue(out var directory))
        {
            if (!seen.Add(directory))
                continue;
            if (Names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists) is not { } file)
                return $"directory '{Shown(root, directory)}' has no {Names[0]}";
            var documents = DocumentReader.Read(await File.ReadAllTextAsync(file, ct), out var faults);
            if (faults.Count > 0)
                return $"{Shown(root, file)}: {faults[0]}";
            foreach (var (place, entry) in documents.SelectMany(Entries))
            {
                if (Refuse(root, directory, entry) is { } why)
                    return $"{Shown(root, file)}: '{entry}' of {place} {why}";
                if (Directory.Exists(Path.Combine(directory, entry)))
                    waiting.Enqueue(Path.GetFullPath(Path.Combine(directory, entry)));
            }
        }

        return null;
    }

    private static IEnumerable<(string Place, string Entry)> Entries(DocumentNode kustomization) => Places
        .SelectMany(place => kustomization[place]?.Items.Select(item => (place, item.Text)) ?? [])
        .Concat((kustomization["patches"]?.Items ?? []).Select(item => ("patches", item["path"]?.Text)))
        .Append(("openapi", kustomization["openapi"]?["path"]?.Text))
        .Where(entry => entry.Item2 is not null && !entry.Item2.Contains('\n', StringComparison.Ordinal))
        .Select(entry => (entry.Item1, entry.Item2!));

    private static string? Refuse(string root, string directory, string entry)
    {
        if (entry.StartsWith('/'))
            return "is absolute; a path within the tree is expected";
        var path = Path.GetFullPath(Path.Combine(directory, entry));
        if (File.Exists(path) || Directory.Exists(path))
            return Inside(root, path) ? null : "leads out of the tree";
        if (Remote().IsMatch(entry))
            return "is a remote base: nothing is fetched while a tree is built; put what it names into the tree";
        return Inside(root, path) ? "doesn't exist in the tree" : "leads out of the tree";
    }

    private static bool Inside(string root, string path) => path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Shown(string root, string path) => Path.GetRelativePath(root, path);

    /// <summary>A scheme, <c>user@host:</c>, <c>?ref=</c>, or a host's name first, as in <c>github.com/org/repo</c>.</summary>
    [GeneratedRegex(@"://|^git::|^[\w.-]+@[\w.-]+:|\?(ref|version)=|^[\w-]+(\.[\w-]+)+/[^/]+/", RegexOptions.CultureInvariant)]
    private static partial Regex Remote();
}
