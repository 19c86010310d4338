using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Platform.Sandbox.Api;

/// <summary>YAML as the API server reads it: YAML 1.1 booleans (`y`, `on`), the last of duplicate keys, aliases.</summary>
internal static partial class YamlReader
{
    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9_]*)$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    /// <summary>Deeper documents than anybody writes would end the process by its stack.</summary>
    private const int MaximumDepth = 256;

    /// <summary>Aliases may repeat so many values: a few lines of them could stand for more than fits into memory.</summary>
    private const int MaximumCopies = 100_000;

    /// <summary>Throws <see cref="YamlException"/> for what is no YAML, <see cref="FormatException"/> for what is too deep or too much.</summary>
    public static JsonNode? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            return parser.TryConsume<DocumentStart>(out _) ? new Document(parser).Node(0) : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The parser gives up like this on tags that are none, and on some brackets that aren't closed.
            throw new FormatException($"yaml: {e.Message}", e);
        }
    }

    private sealed class Document(Parser parser)
    {
        private readonly Dictionary<AnchorName, (JsonNode? Node, int Size)> _anchors = [];
        private int _size, _copies;

        public JsonNode? Node(int depth)
        {
            if (depth > MaximumDepth) throw new FormatException($"yaml: exceeded max depth of {MaximumDepth}");
            var before = _size++;
            var (anchor, node) = parser.Current switch
            {
                AnchorAlias alias => (AnchorName.Empty, Copy(alias)),
                MappingStart mapping => (mapping.Anchor, Mapping(depth)),
                SequenceStart sequence => (sequence.Anchor, Sequence(depth)),
                _ => Value(),
            };
            if (!anchor.IsEmpty) _anchors[anchor] = (node, _size - before);
            return node;
        }

        private JsonNode? Copy(AnchorAlias alias)
        {
            parser.MoveNext();
            if (!_anchors.TryGetValue(alias.Value, out var known)) throw new FormatException($"yaml: unknown anchor '{alias.Value}' referenced");
            _size += known.Size;
            if ((_copies += known.Size) > MaximumCopies) throw new FormatException("yaml: document contains excessive aliasing");
            return known.Node?.DeepClone();
        }

        private JsonObject Mapping(int depth)
        {
            parser.MoveNext();
            var map = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>().Value;
                map[key] = Node(depth + 1);
            }
            return map;
        }

        private JsonArray Sequence(int depth)
        {
            parser.MoveNext();
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Node(depth + 1));
            return list;
        }

        private (AnchorName, JsonNode?) Value()
        {
            var scalar = parser.Consume<Scalar>();
            return (scalar.Anchor, Scalar(scalar));
        }
    }

    private static JsonValue? Scalar(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain) return JsonValue.Create(text);
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return null;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE": return JsonValue.Create(true);
            case "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE": return JsonValue.Create(false);
        }
        if (Integer().IsMatch(text) && long.TryParse(text.Replace("_", "", StringComparison.Ordinal), out var whole)) return JsonValue.Create(whole);
        if (Float().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return JsonValue.Create(number);
        return JsonValue.Create(text);
    }
}
