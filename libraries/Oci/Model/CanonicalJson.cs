using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Oci;

/// <summary>
/// JSON with sorted keys and no white space: two documents that say the same give the same bytes, and so the same digest.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical text of a document.</summary>
    public static string Write(JsonNode? node) => Sorted(node)?.ToJsonString(Options) ?? "null";

    /// <summary>The canonical text of a document given as text; throws <see cref="JsonException"/> when it is not JSON.</summary>
    public static string Write(string json) => Write(JsonNode.Parse(json));

    /// <summary>A copy with every object's keys sorted.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
