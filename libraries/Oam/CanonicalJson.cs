using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Oam;

/// <summary>JSON in one way of writing, keys in ordinal order: what means the same has the same text and the same digest.</summary>
public static class CanonicalJson
{
    /// <summary>The text; <c>null</c> for null.</summary>
    public static string Write(JsonNode? node) => Sorted(node)?.ToJsonString() ?? "null";

    /// <summary>SHA-256 of a text, <c>sha256:…</c>.</summary>
    public static string DigestOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
