using System.Text.Json.Nodes;
using Platform.YamlParsing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Platform.Hosting;

/// <summary>Builds JSON straight from the parser's events, so that the bounds hold before anything large exists.</summary>
internal sealed class YamlReading(string yaml)
{
    private const int MaximumDepth = 64;
    private const int MaximumNodes = 200_000;

    private readonly YamlParser parser = new(new StringReader(yaml));
    private readonly Dictionary<AnchorName, JsonNode?> anchors = [];
    private int nodes;

    public JsonNode? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return null;
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        return parser.TryConsume<DocumentStart>(out var second) ? throw Fault(second, "One document is taken, not several.") : root;
    }

    private JsonNode? Node(int depth)
    {
        var here = parser.Current!;
        if (depth > MaximumDepth)
            throw Fault(here, $"Nested deeper than {MaximumDepth}.");
        Count(here, 1);
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Copy(alias);
        var anchor = ((NodeEvent)here).Anchor;
        JsonNode? node = parser.TryConsume<MappingStart>(out _) ? Mapping(depth)
            : parser.TryConsume<SequenceStart>(out _) ? Sequence(depth)
            : YamlScalars.Value(parser.Consume<Scalar>());
        if (!anchor.IsEmpty)
            anchors[anchor] = node;
        return node;
    }

    private JsonObject Mapping(int depth)
    {
        var result = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw Fault(parser.Current!, "A key must be text.");
            if (result.ContainsKey(key.Value))
                throw Fault(key, $"The key '{key.Value}' is given twice.");
            result[key.Value] = Node(depth + 1);
        }

        return result;
    }

    private JsonArray Sequence(int depth)
    {
        var result = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
            result.Add(Node(depth + 1));
        return result;
    }

    private JsonNode? Copy(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value, out var node))
            throw Fault(alias, $"The alias '*{alias.Value}' names no anchor before it.");
        Count(alias, Size(node));
        return node?.DeepClone();
    }

    private static int Size(JsonNode? node) => node switch
    {
        JsonObject map => 1 + map.Sum(p => Size(p.Value)),
        JsonArray list => 1 + list.Sum(Size),
        _ => 1,
    };

    private void Count(ParsingEvent at, int more)
    {
        nodes += more;
        if (nodes > MaximumNodes)
            throw Fault(at, $"More than {MaximumNodes} values.");
    }

    private static YamlTextException Fault(ParsingEvent at, string message) => new(message, (int)at.Start.Line, (int)at.Start.Column);
}
