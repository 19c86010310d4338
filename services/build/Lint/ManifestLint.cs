using Platform.Build.Tasks;
using Platform.Oam.Documents;

namespace Platform.Build.Lint;

/// <summary>Looks manifests over: YAML that can be read, objects that say what they are and how they are called, none of them twice.</summary>
internal static class ManifestLint
{
    private const int MaxFaults = 20;

    /// <summary>The number of objects in the texts. Throws <see cref="BuildFailedException"/> with file and line of everything that is wrong.</summary>
    internal static int Check(IEnumerable<(string Path, string Text)> texts)
    {
        var faults = new List<string>();
        var seen = new Dictionary<string, string>();
        foreach (var (path, text) in texts)
        {
            var documents = DocumentReader.Read(text, out var unreadable);
            faults.AddRange(unreadable.Select(f => $"{path}{(f.Line is { } line ? $":{line}" : "")}: {f.Detail}"));
            foreach (var document in documents.SelectMany(Objects))
                Check(document, path, seen, faults);
        }

        if (faults.Count == 0)
            return seen.Count;
        var more = faults.Count > MaxFaults ? $"\n… and {faults.Count - MaxFaults} more" : "";
        throw new BuildFailedException($"The manifests are not right:\n{string.Join('\n', faults.Take(MaxFaults))}{more}");
    }

    private static IEnumerable<DocumentNode> Objects(DocumentNode document) =>
        document["kind"]?.Text is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && document["items"] is { Kind: DocumentKind.List } items
            ? items.Items
            : document.Kind == DocumentKind.Null ? [] : [document];

    private static void Check(DocumentNode document, string path, Dictionary<string, string> seen, List<string> faults)
    {
        var at = $"{path}:{document.Line}";
        if (document.Kind != DocumentKind.Map)
        {
            faults.Add($"{at}: a Kubernetes object is a map with apiVersion, kind and metadata");
            return;
        }

        var (version, kind, name) = (document["apiVersion"]?.Text, document["kind"]?.Text, document["metadata"]?["name"]?.Text);
        if (version is null)
            faults.Add($"{at}: apiVersion is missing, e.g. apps/v1");
        if (kind is null)
            faults.Add($"{at}: kind is missing, e.g. Deployment");
        if (name is null)
        {
            faults.Add(document["metadata"]?["generateName"] is null
                ? $"{at}: metadata.name is missing"
                : $"{at}: metadata.generateName gives another name each time; an object that is delivered has a name");
        }

        if (version is null || kind is null || name is null)
            return;
        var identity = $"{version} {kind} {document["metadata"]!["namespace"]?.Text}/{name}";
        if (!seen.TryAdd(identity, at))
            faults.Add($"{at}: {kind} {name} is already at {seen[identity]}");
    }
}
