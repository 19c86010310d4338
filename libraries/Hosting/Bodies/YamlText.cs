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
        var reading = new YamlReading(yaml);
        try
        {
            return reading.Document();
        }
        catch (YamlException fault)
        {
            throw new YamlTextException(fault.InnerException?.Message ?? fault.Message, (int)fault.Start.Line, (int)fault.Start.Column);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // The parser gives up like this on tags that are none, and on some brackets that aren't closed.
            throw new YamlTextException(fault.Message, reading.Line, reading.Column);
        }
    }

    /// <summary>The same document as YAML.</summary>
    public static string FromJson(JsonNode? json) => YamlEmitting.Emit(json);
}
