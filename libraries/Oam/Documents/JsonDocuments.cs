using System.Text;
using System.Text.Json;

namespace Platform.Oam.Documents;

/// <summary>
/// Reads JSON into trees that know their places. YAML takes most JSON, but not all of it (tabs), so JSON has a reader.
/// </summary>
internal sealed class JsonDocuments
{
    private readonly List<int> lineStarts = [0];
    private readonly DocumentBudget budget = new();
    private readonly Findings findings;
    private readonly byte[] bytes;

    private JsonDocuments(byte[] bytes, Findings findings)
    {
        this.bytes = bytes;
        this.findings = findings;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n') lineStarts.Add(i + 1);
        }
    }

    /// <summary>Null when it isn't JSON after all (flow-style YAML also begins with a brace).</summary>
    public static DocumentNode? Read(string text, Findings findings)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var own = new Findings();
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DocumentLimits.Depth });
            reader.Read();
            var root = new JsonDocuments(bytes, own).ReadNode(ref reader, null, null);
            if (reader.Read()) return null;
            findings.AddAll(own.Faults());
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
        catch (DocumentException e)
        {
            findings.Add(e.ToFault());
            return new(DocumentKind.Null, null, 1, 1, null, null);
        }
    }

    private DocumentNode ReadNode(ref Utf8JsonReader reader, DocumentNode? parent, string? key)
    {
        var (line, column) = Place(reader.TokenStartIndex);
        budget.Node(line, column);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMap(ref reader, new(DocumentKind.Map, null, line, column, parent, key));
            case JsonTokenType.StartArray:
                return ReadList(ref reader, new(DocumentKind.List, null, line, column, parent, key));
            case JsonTokenType.String:
                return new(DocumentKind.Text, reader.GetString(), line, column, parent, key);
            case JsonTokenType.True or JsonTokenType.False:
                return new(DocumentKind.Boolean, reader.GetBoolean(), line, column, parent, key);
            case JsonTokenType.Number:
                return ReadNumber(ref reader, line, column, parent, key);
            default:
                return new(DocumentKind.Null, null, line, column, parent, key);
        }
    }

    private static DocumentNode ReadNumber(ref Utf8JsonReader reader, int line, int column, DocumentNode? parent, string? key)
    {
        if (reader.TryGetInt64(out var whole)) return new(DocumentKind.WholeNumber, whole, line, column, parent, key);
        if (reader.TryGetUInt64(out var large)) return new(DocumentKind.WholeNumber, large, line, column, parent, key);
        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? new(DocumentKind.Number, number, line, column, parent, key)
            : throw new DocumentException(line, column, "the number is too large");
    }

    private DocumentNode ReadMap(ref Utf8JsonReader reader, DocumentNode map)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var (line, column) = Place(reader.TokenStartIndex);
            reader.Read();
            var value = ReadNode(ref reader, map, name);
            if (!map.AddMember(new(name, value, line, column)))
                findings.Add(new(map[name]!.Path, line, column, $"'{name}' is given twice: keep one of them"));
        }

        return map;
    }

    private DocumentNode ReadList(ref Utf8JsonReader reader, DocumentNode list)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(ReadNode(ref reader, list, list.Items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return list;
    }

    private (int Line, int Column) Place(long index)
    {
        var found = lineStarts.BinarySearch((int)index);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, Encoding.UTF8.GetCharCount(bytes, lineStarts[line], (int)index - lineStarts[line]) + 1);
    }
}
