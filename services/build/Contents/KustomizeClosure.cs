using Platform.Build.Tasks;
using Platform.Oam.Documents;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>The directories a kustomization is made of: its own, and those it refers to, followed to the end.</summary>
/// <param name="Root">The nearest directory that holds them all.</param>
/// <param name="Parts">The directories; those within another of them are left out.</param>
internal sealed record KustomizeClosure(string Root, IReadOnlyList<string> Parts)
{
    /// <summary>The names Kustomize looks for.</summary>
    internal static readonly string[] Names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>Follows what <paramref name="start"/> refers to within <paramref name="whole"/>. Throws <see cref="BuildFailedException"/>.</summary>
    internal static async Task<KustomizeClosure> OfAsync(string whole, string start, CancellationToken ct)
    {
        var (waiting, seen) = (new Queue<string>([start]), new HashSet<string>());
        while (waiting.TryDequeue(out var folder))
        {
            if (!seen.Add(folder))
                continue;
            foreach (var path in await ReferencesAsync(whole, folder, isStart: folder == start, ct))
                waiting.Enqueue(path);
        }

        var folders = seen.Where(f => !seen.Any(other => other != f && IsBelow(f, other))).Order(StringComparer.Ordinal).ToList();
        var root = start;
        while (!folders.TrueForAll(f => f == root || IsBelow(f, root)))
            root = Path.GetDirectoryName(root)!;
        return new KustomizeClosure(root, folders);
    }

    /// <summary>The folders that a folder's kustomization names, by themselves or by a file in them.</summary>
    private static async Task<IEnumerable<string>> ReferencesAsync(string whole, string folder, bool isStart, CancellationToken ct)
    {
        if (Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } file)
        {
            return isStart
                ? throw new BuildFailedException($"'{Path.GetRelativePath(whole, folder)}' is no kustomization: there is no {Names[0]}.")
                : [];
        }

        var shown = Path.GetRelativePath(whole, file);
        if (new FileInfo(file).LinkTarget is not null)
            throw new BuildFailedException($"{shown} is a link; a kustomization is a file.");
        if (new FileInfo(file).Length > DocumentLimits.Bytes)
            throw new BuildFailedException($"{shown} has more than {DocumentLimits.Bytes} bytes.");
        var documents = DocumentReader.Read(await File.ReadAllTextAsync(file, ct), out var faults);
        if (faults.Count > 0)
            throw new BuildFailedException($"{shown}: {faults[0]}");

        // Whatever names something that is there is a reference: better a file too many than a base that is missing.
        return documents.SelectMany(Texts).Where(t => !Path.IsPathRooted(t)).Select(t => Path.GetFullPath(Path.Combine(folder, Entry(t))).TrimEnd('/'))
            .Where(path => path == whole || IsBelow(path, whole))
            .Select(path => Directory.Exists(path) ? path : File.Exists(path) ? Path.GetDirectoryName(path)! : null)
            .OfType<string>().Distinct()
            .Select(path => Folders.IsBelow(Folders.RealPath(path), Folders.RealPath(whole))
                ? path
                : throw new BuildFailedException($"{shown}: '{Path.GetRelativePath(whole, path)}' is a link that leads out of the tree."));
    }

    private static IEnumerable<string> Texts(DocumentNode node) =>
        node.Text is { } text
            ? text.Contains('\n', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal) || text.Length > 1_000 ? [] : [text]
            : node.Items.SelectMany(Texts).Concat(node.Members.SelectMany(m => Texts(m.Value)));

    // Generators take files as "key=path".
    private static string Entry(string text) => text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
