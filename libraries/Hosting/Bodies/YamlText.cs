using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Platform.Hosting;

/// <summary>
/// YAML to JSON and back. Plain scalars have YAML 1.2's core types (<c>yes</c> is text), with the bounds that hold back
/// hostile documents: depth, and size after aliases.
/// </summary>
public static partial class YamlText
{
    private const int MaximumDepth = 64;
    private const int MaximumNodes = 200_000;

    /// <summary>The one document in the text.</summary>
    /// <exception cref="YamlTextException">No YAML, several documents, or beyond the bounds.</exception>
    public static JsonNode? ToJson(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException fault)
        {
            throw new YamlTextException(fault.InnerException?.Message ?? fault.Message, (int)fault.Start.Line, (int)fault.Start.Column);
        }

        if (stream.Documents.Count > 1)
        {
            var second = stream.Documents[1].RootNode.Start;
            throw new YamlTextException("One document is taken, not several.", (int)second.Line, (int)second.Column);
        }

        var nodes = 0;
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, 0, ref nodes);
    }

    /// <summary>The same document as YAML.</summary>
    public static string FromJson(JsonNode? json) => YamlEmitting.Emit(json);

    private static JsonNode? Convert(YamlNode node, int depth, ref int nodes)
    {
        if (depth > MaximumDepth)
            throw new YamlTextException($"Nested deeper than {MaximumDepth}.", (int)node.Start.Line, (int)node.Start.Column);
        if (++nodes > MaximumNodes)
            throw new YamlTextException($"More than {MaximumNodes} values.", (int)node.Start.Line, (int)node.Start.Column);
        switch (node)
        {
            case YamlMappingNode mapping:
                var result = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                    result[((YamlScalarNode)Scalar(key)).Value ?? ""] = Convert(value, depth + 1, ref nodes);
                return result;
            case YamlSequenceNode sequence:
                var array = new JsonArray();
                foreach (var item in sequence.Children)
                    array.Add(Convert(item, depth + 1, ref nodes));
                return array;
            default:
                return Typed((YamlScalarNode)Scalar(node));
        }
    }

    private static YamlNode Scalar(YamlNode node) =>
        node as YamlScalarNode ?? throw new YamlTextException("A key must be text.", (int)node.Start.Line, (int)node.Start.Column);

    private static JsonNode? Typed(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" })
            return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ => Number(text) ?? JsonValue.Create(text),
        };
    }

    private static JsonNode? Number(string text)
    {
        if (Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return JsonValue.Create(hex);
        return Float().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : null;
    }

    /// <summary>Whether text written plainly would be read as something else.</summary>
    internal static bool ReadsAsOther(string text) =>
        text is "" or "~" or "null" or "Null" or "NULL" or "true" or "True" or "TRUE" or "false" or "False" or "FALSE"
            or "yes" or "no" or "on" or "off" or "Yes" or "No" or "On" or "Off" or "y" or "n" || Number(text) is not null
        || text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal) || Clock().IsMatch(text);

    [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    /// <summary>YAML 1.1's sexagesimals and dates, which older readers take for numbers.</summary>
    [GeneratedRegex(@"\A[0-9][0-9_]*[:-][0-9:_-]+")]
    private static partial Regex Clock();
}
