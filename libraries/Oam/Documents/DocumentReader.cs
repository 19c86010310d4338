using System.Text;

namespace Platform.Oam.Documents;

/// <summary>Reads YAML or JSON into trees that know their places.</summary>
public static class DocumentReader
{
    /// <summary>All documents of a text that have content. Faults tell what can't be read; nothing is thrown.</summary>
    public static IReadOnlyList<DocumentNode> Read(string text, out IReadOnlyList<Fault> faults)
    {
        var findings = new Findings();
        var documents = Read(text, findings);
        faults = findings.Faults();
        return documents;
    }

    internal static List<DocumentNode> Read(string text, Findings findings)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size > DocumentLimits.Bytes)
        {
            findings.Add(new("", null, null, $"the document has {size} bytes; at most {DocumentLimits.Bytes} are read"));
            return [];
        }

        var start = text.AsSpan().TrimStart();
        if (start.Length > 0 && start[0] is '{' or '[' && JsonDocuments.Read(text, findings) is { } json)
            return json.Kind == DocumentKind.Null ? [] : [json];
        return YamlDocuments.Read(text, findings);
    }
}
