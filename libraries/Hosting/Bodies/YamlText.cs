using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace Platform.Hosting;

/// <summary>
/// YAML to JSON and back. Plain scalars have YAML 1.2's core types (<c>yes</c> is text), with the bounds that hold back
/// hostile documents: depth, and size after aliases.
/// </summary>
public static class YamlText
{
    /// <summary>The one document in the text; null when there is none.</summary>
    /// <exception cref="YamlTextException">No YAML, several documents, or beyond the bounds.</exception>
    public static JsonNode? ToJson(string yaml)
    {
        try
        {
            return new YamlReading(yaml).Document();
        }
        catch (YamlException fault)
        {
            throw new YamlTextException(fault.Message, (int)fault.Start.Line, (int)fault.Start.Column);
        }
    }

    /// <summary>The same document as YAML.</summary>
    public static string FromJson(JsonNode? json) => YamlEmitting.Emit(json);
}
