using Platform.YamlParsing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Platform.Oam.Documents;

/// <summary>Reads YAML into trees that know their places, within the limits.</summary>
internal sealed class YamlDocuments
{
    private readonly YamlParser parser;
    private readonly Findings findings;
    private readonly bool lastWins;
    private readonly DocumentBudget budget = new();
    private readonly Dictionary<string, DocumentNode> anchors = new(StringComparer.Ordinal);
    private int depth;

    private YamlDocuments(string text, Findings findings, bool lastWins)
    {
        parser = new(new StringReader(text));
        (this.findings, this.lastWins) = (findings, lastWins);
    }

    /// <summary>
    /// All documents that have content, as far as they can be read; the rest is in the findings. A name given twice is a fault; with
    /// <paramref name="lastWins"/> the last one counts, as for Helm, whose charts rely on that.
    /// </summary>
    public static List<DocumentNode> Read(string text, Findings findings, bool lastWins = false)
    {
        var documents = new List<DocumentNode>();
        var reader = new YamlDocuments(text, findings, lastWins);
        try
        {
            reader.ReadAll(documents);
        }
        catch (DocumentException e)
        {
            findings.Add(e.ToFault());
        }
        catch (YamlException e)
        {
            findings.Add(new("", (int)e.Start.Line, (int)e.Start.Column, $"this isn't valid YAML: {e.Message.TrimEnd('.')}"));
        }

        return documents;
    }

    private void ReadAll(List<DocumentNode> documents)
    {
        parser.Consume<StreamStart>();
        while (!parser.Accept<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            anchors.Clear();
            var document = ReadNode(null, null);
            parser.Consume<DocumentEnd>();
            if (document.Kind != DocumentKind.Null) documents.Add(document);
        }
    }

    private DocumentNode ReadNode(DocumentNode? parent, string? key)
    {
        var current = Next();
        var (line, column) = Place(current);
        budget.Node(line, column);
        if (current is AnchorAlias alias) return Copy(Anchored(alias, line, column), parent, key);
        var node = current switch
        {
            Scalar scalar => ReadScalar(scalar, parent, key),
            SequenceStart => ReadList(new(DocumentKind.List, null, line, column, parent, key)),
            MappingStart => ReadMap(new(DocumentKind.Map, null, line, column, parent, key)),
            _ => throw new DocumentException(line, column, "a value is expected here"),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored) anchors[anchored.Anchor.Value] = node;
        return node;
    }

    private DocumentNode Anchored(AnchorAlias alias, int line, int column) =>
        anchors.TryGetValue(alias.Value.Value, out var target)
            ? target
            : throw new DocumentException(line, column, $"alias '*{alias.Value.Value}' names no anchor before it (and may not stand within its own)");

    private DocumentNode ReadList(DocumentNode list)
    {
        DocumentBudget.Depth(++depth, list.Line, list.Column);
        while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(ReadNode(list, Index(list.Items.Count)));
        depth--;
        return list;
    }

    private DocumentNode ReadMap(DocumentNode map)
    {
        DocumentBudget.Depth(++depth, map.Line, map.Column);
        List<DocumentNode>? merged = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var (name, line, column, isMerge) = ReadName();
            var value = ReadNode(map, name);
            if (isMerge) (merged ??= []).Add(value);
            else if (lastWins) map.SetMember(new(name, value, line, column));
            else if (!map.AddMember(new(name, value, line, column))) Duplicate(map, name, line, column);
        }

        foreach (var source in merged ?? []) Merge(map, source);
        depth--;
        return map;
    }

    private void Duplicate(DocumentNode map, string name, int line, int column)
    {
        var first = map.Members.First(member => member.Name == name);
        findings.Add(new(map[name]!.Path, line, column, $"'{name}' is given twice; the first is at line {first.Line}, column {first.Column}: keep one of them"));
    }

    private (string Name, int Line, int Column, bool IsMerge) ReadName()
    {
        var current = Next();
        var (line, column) = Place(current);
        budget.Node(line, column);
        if (current is not Scalar scalar) throw new DocumentException(line, column, "a name is expected here; maps, lists and aliases can't be names");
        if (scalar is { IsKey: true, Value: "<<", Style: ScalarStyle.Plain }) return ("<<", line, column, true);
        var (kind, value) = Resolve(scalar, line, column);
        return kind == DocumentKind.Null
            ? throw new DocumentException(line, column, "a name is missing here")
            : (ScalarText.Of(value!), line, column, false);
    }

    /// <summary>YAML's merge key: what the map says itself wins.</summary>
    private void Merge(DocumentNode map, DocumentNode source)
    {
        if (source.Kind == DocumentKind.List)
        {
            foreach (var item in source.Items) Merge(map, item);
            return;
        }

        if (source.Kind != DocumentKind.Map) throw new DocumentException(source.Line, source.Column, "'<<' takes a map or a list of maps");
        foreach (var member in source.Members)
        {
            if (map[member.Name] is null) map.AddMember(member with { Value = Copy(member.Value, map, member.Name) });
        }
    }

    private static DocumentNode ReadScalar(Scalar scalar, DocumentNode? parent, string? key)
    {
        var (line, column) = Place(scalar);
        var (kind, value) = Resolve(scalar, line, column);
        return new(kind, value, line, column, parent, key);
    }

    private static (DocumentKind Kind, object? Value) Resolve(Scalar scalar, int line, int column)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        return tag switch
        {
            null or "?" => scalar.Style == ScalarStyle.Plain ? PlainScalar.Resolve(scalar.Value) : (DocumentKind.Text, scalar.Value),
            "!" or "tag:yaml.org,2002:str" => (DocumentKind.Text, scalar.Value),
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" =>
                PlainScalar.Resolve(scalar.Value),
            _ => throw new DocumentException(line, column, $"the tag '{tag}' isn't supported; leave it out"),
        };
    }

    /// <summary>An alias becomes a copy, so that its values know where they are used; the copy counts.</summary>
    private DocumentNode Copy(DocumentNode node, DocumentNode? parent, string? key)
    {
        budget.Node(node.Line, node.Column);
        var copy = new DocumentNode(node.Kind, node.Scalar, node.Line, node.Column, parent, key);
        if (node.Items.Count + node.Members.Count == 0) return copy;
        DocumentBudget.Depth(++depth, node.Line, node.Column);
        foreach (var item in node.Items) copy.Add(Copy(item, copy, Index(copy.Items.Count)));
        foreach (var member in node.Members) copy.AddMember(member with { Value = Copy(member.Value, copy, member.Name) });
        depth--;
        return copy;
    }

    private static string Index(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private ParsingEvent Next() => parser.Consume<ParsingEvent>();

    private static (int Line, int Column) Place(ParsingEvent at) => ((int)at.Start.Line, (int)at.Start.Column);
}
