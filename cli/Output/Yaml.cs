using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Platform.Cli.Output;

/// <summary>JSON as block YAML that every reader, of 1.1 or 1.2, reads back as the same values.</summary>
internal static partial class Yaml
{
    private static readonly HashSet<string> Words =
        new(["true", "false", "yes", "no", "on", "off", "y", "n", "null"], StringComparer.OrdinalIgnoreCase);

    /// <summary>One document.</summary>
    public static string Write(JsonNode? node) => Write([node]);

    /// <summary>Several documents, each after <c>---</c> unless it is the only one.</summary>
    public static string Write(IReadOnlyList<JsonNode?> nodes)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, false, 1024));
        emitter.Emit(new StreamStart());
        foreach (var node in nodes)
        {
            emitter.Emit(new DocumentStart(null, null, isImplicit: nodes.Count == 1));
            Emit(emitter, node);
            emitter.Emit(new DocumentEnd(isImplicit: true));
        }

        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map)
                {
                    emitter.Emit(Text(key, mayBreak: false));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(node?.GetValueKind() == JsonValueKind.String
                    ? Text(node.GetValue<string>(), mayBreak: true)
                    : new Scalar(AnchorName.Empty, TagName.Empty, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static Scalar Text(string text, bool mayBreak)
    {
        var style = mayBreak && ReadsAsLines(text) ? ScalarStyle.Literal
            : Plain().IsMatch(text) && !Words.Contains(text) ? ScalarStyle.Plain
            : ScalarStyle.DoubleQuoted;
        return new(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }

    // Nothing that starts with a letter or a slash is a number, a time or a tag anywhere.
    [GeneratedRegex(@"\A[A-Za-z/_][A-Za-z0-9_./@+$()=,-]*(?:[: ][A-Za-z0-9_./@+$()=,-]+)*\z")]
    private static partial Regex Plain();

    // Lines that a literal block shows as they are.
    private static bool ReadsAsLines(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && !char.IsWhiteSpace(text[0])
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Contains(" \n", StringComparison.Ordinal)
        && !text.EndsWith(' ')
        && text.All(x => x is '\n' or ' ' || !(char.IsControl(x) || char.IsSurrogate(x) || char.IsSeparator(x) || x == '\uFEFF'));
}
