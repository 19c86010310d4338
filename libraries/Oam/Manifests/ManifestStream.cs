using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>
/// Reads Kubernetes manifests that a program printed or a package carries: a stream of YAML documents. Lists are taken apart. Read as
/// hostile input: each document has the limits of <see cref="DocumentLimits"/>.
/// </summary>
public static class ManifestStream
{
    /// <summary>Objects in one stream.</summary>
    public const int MostObjects = 5_000;

    private const string SourceComment = "# Source: ";

    /// <summary>The objects in order, or why they can't be read (where it is known, with the template that wrote them).</summary>
    public static IReadOnlyList<JsonObject> Read(string text, out string? fault)
    {
        var objects = new List<JsonObject>();
        fault = null;
        foreach (var document in Documents(text))
        {
            fault = Read(document, objects);
            if (fault is not null) break;
        }

        return fault is null ? objects : [];
    }

    private static string? Read(string document, List<JsonObject> objects)
    {
        var findings = new Findings();
        var nodes = Encoding.UTF8.GetByteCount(document) > DocumentLimits.Bytes ? [] : YamlDocuments.Read(document, findings, lastWins: true);
        if (Encoding.UTF8.GetByteCount(document) > DocumentLimits.Bytes)
            return $"{SourceOf(document)}: the object has more than {DocumentLimits.Bytes} bytes";
        if (findings.HasFaults) return $"{SourceOf(document)}: {Words(findings.Faults()[0])}";
        foreach (var node in nodes)
        {
            if (Add(node, objects) is { } fault) return $"{SourceOf(document)}: {fault}";
        }

        return objects.Count > MostObjects ? $"there are more than {MostObjects} objects" : null;
    }

    private static string? Add(DocumentNode node, List<JsonObject> objects)
    {
        if (node["kind"]?.Text is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && node["items"] is { Kind: DocumentKind.List } items)
            return items.Items.Select(item => Add(item, objects)).FirstOrDefault(fault => fault is not null);
        if (node["apiVersion"]?.Text is not { Length: > 0 } || node["kind"]?.Text is not { Length: > 0 })
            return "this is no Kubernetes object: apiVersion and kind are missing";
        objects.Add((JsonObject)node.ToJson()!);
        return null;
    }

    /// <summary>
    /// The documents apart. A line that begins with <c>---</c> begins a document wherever it stands, even within a block of text.
    /// </summary>
    private static IEnumerable<string> Documents(string text)
    {
        var document = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || char.IsWhiteSpace(line[3])))
            {
                yield return document.ToString();
                document.Clear().Append(line.AsSpan(3)).Append('\n');
            }
            else
            {
                document.Append(line).Append('\n');
            }
        }

        yield return document.ToString();
    }

    /// <summary>Helm says in a comment which template a document is of.</summary>
    private static string SourceOf(string document) =>
        document.Split('\n').FirstOrDefault(line => line.StartsWith(SourceComment, StringComparison.Ordinal)) is { } comment
            ? comment[SourceComment.Length..].Trim()
            : "manifests";

    private static string Words(Fault fault) =>
        fault.Line is null ? fault.Detail : string.Create(CultureInfo.InvariantCulture, $"in line {fault.Line} of what it gives: {fault.Detail}");
}
